import { afterAll, beforeAll, expect, it } from "vitest";
import { fill, hostileTexts, nested } from "#lib/core/testing/hostile-texts.ts";
import { here } from "#lib/core/testing.ts";
import { type OneHouse, oneHouse } from "./house.ts";
import { ask } from "./identity/browser.ts";

/** 50 at once send what takes parsers long: the server stays quick for everybody else. */

const atOnce = 50;

let house: OneHouse;
beforeAll(async () => {
  house = await oneHouse({ env: { LOG_LEVEL: "warn" } });
}, 120_000);
afterAll(() => house?.end());

/** The event loop's delay, in milliseconds, since it was last asked for. */
async function delay(): Promise<number> {
  const { text } = await ask(house.instance.url, "/metrics");
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1_000;
}

const deepTexts = [
  nested("<div>", "x", "</div>"),
  nested("<ul><li>", "x", "</li></ul>"),
  nested("<b>", "x", "</b>"),
  `${">".repeat(10_000)} x`,
  `${"- ".repeat(10_000)}x`,
  `<p>${fill("<a href='")}`,
];
const deepJson = [
  nested("[", "", "]"),
  nested('{"a":', "1", "}"),
  `{"title":"x","fields":{"a":${nested("[", "", "]")}}}`,
];
const columns = "created at,email,arr,tags,title";

type Sent = { path: string; method: string; type: string; body: string };
const json = (path: string, body: unknown, method = "POST"): Sent => ({
  path,
  method,
  type: "application/json",
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

function requests(feedback: string[]): Sent[] {
  const texts = [...deepTexts, ...hostileTexts.map(([, text]) => text.replaceAll("\u0000", "x"))];
  return [
    ...texts.map((body) => json("/feedback", { title: "hostile", body })),
    ...texts.map((body, n) => json(`/feedback/${feedback[n % feedback.length]}`, { body }, "PATCH")),
    ...texts.map((body, n) =>
      json("/feedback/batch", {
        items: [{ source: "desk", externalId: String(n), body, messages: [{ body: `<p>${body}` }] }],
      }),
    ),
    ...texts.map((text, n) => {
      const row = [`2024-01-01 10:00${text}x`, `<${text}`, text, text, text].map((one) => cell(one.slice(0, 10_000)));
      return { path: `/imports?format=csv&name=${n}`, method: "POST", type: "text/csv", body: `${columns}\n${row}\n` };
    }),
    ...deepJson.map((body) => json("/feedback", body)),
    ...deepJson.map((body) => ({ path: "/imports?format=json", method: "POST", type: "application/x-ndjson", body })),
    ...texts.map((text) => ({
      path: `/search?q=${encodeURIComponent(text.slice(0, 200).toWellFormed().trim() || "x")}`,
      method: "GET",
      type: "",
      body: "",
    })),
  ];
}

it("I7 50 hostile bodies at once, over and over, keep nobody waiting", async () => {
  const first = Array.from({ length: atOnce }, () =>
    house.byKey("/feedback", { method: "POST", body: { title: "first" } }),
  );
  const waiting = requests((await Promise.all(first)).map(({ answer }) => String(answer.id)));
  expect(waiting.length).toBeGreaterThan(400);
  const wrong: string[] = [];
  let done = 0;
  const client = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { path, method, type, body } = next;
      const answer = await fetch(`${house.instance.url}/api/v1/workspaces/initech${path}`, {
        method,
        headers: { authorization: `Bearer ${house.key}`, ...(type ? { "content-type": type } : {}) },
        ...(body ? { body } : {}),
      });
      await answer.arrayBuffer();
      // Who comes while the server is busy may be told to come again; that is what keeps the others quick.
      const isLater = answer.status === 503 && answer.headers.has("retry-after");
      if (!isLater) done++;
      if (answer.status >= 500 && !isLater) wrong.push(`${method} ${path.slice(0, 40)}: ${answer.status}`);
    }
  };
  await delay();
  const limit = here(200);
  await Promise.all(Array.from({ length: atOnce }, client));
  expect(await delay()).toBeLessThan(limit);
  expect(wrong).toEqual([]);
  expect(done).toBeGreaterThan(200);
}, 120_000);

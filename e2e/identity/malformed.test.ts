import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { type Instance, startInstance } from "../instance.ts";
import { ask } from "./browser.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let one: Instance;

beforeAll(async () => {
  database = await freshDatabase();
  one = await startInstance({ databaseUrl: database.url, env: { WORKERS: "0" } });
}, 120_000);
afterAll(async () => {
  await one?.stop();
  await database?.drop();
});

describe("what makes no sense", () => {
  /** One request as it is, also such as no client library would send. Gives the status. */
  const raw = (url: string, lines: string[]): Promise<number> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      let answer = "";
      socket.setTimeout(5_000, () => socket.destroy(new Error("no answer")));
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
      });
      socket.on("close", () => resolve(Number(answer.split(" ")[1])));
      const head = ["GET /api/v1/session HTTP/1.1", "Host: localhost", "Connection: close", ...lines];
      socket.write(Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"));
    });

  const oddities = [
    "",
    " ",
    "=",
    ";",
    "%",
    "%00",
    "%ff%fe",
    "\x01",
    "\x80\xff",
    "\t",
    "null",
    "undefined",
    "{}",
    "[]",
    "../..",
    "' or 1=1 --",
    "a".repeat(8_000),
    "=".repeat(500),
    ";".repeat(500),
    "__proto__",
    "constructor",
    "eyJhbGciOiJub25lIn0..",
    "a.b.c",
    "....",
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..aaaaaaaaaaaaaaaa.aaaa.aaaaaaaaaaaaaaaaaaaaaa",
    "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJwMmMiOjk5OTk5OTk5OX0.a.b.c.d",
    `tl_${"0".repeat(32)}_${"0".repeat(49)}`,
    `tl_${"f".repeat(32)}_`,
    "tl_",
    "\u00e9",
  ];
  const authorizations = oddities.flatMap((odd) => [
    odd,
    `Bearer ${odd}`,
    `bearer  ${odd}`,
    `Basic ${odd}`,
    `Bearer tl_${odd}`,
  ]);
  const cookies = oddities.flatMap((odd) => [
    odd,
    `throughline.session=${odd}`,
    `throughline.session=a; throughline.session=${odd}`,
    `throughline.session="${odd}"`,
    `${odd}; throughline.session=x; ${odd}`,
    `throughline.session=${odd}; throughline.form=${odd}; __Host-throughline.session=${odd}`,
  ]);
  const sent = [
    ...authorizations.map((value) => [`Authorization: ${value}`]),
    ...cookies.map((value) => [`Cookie: ${value}`]),
    ...oddities.flatMap((odd) => [
      [`Authorization: Bearer ${odd}`, `Cookie: throughline.session=${odd}`],
      [`Authorization: ${odd}`, `Authorization: ${odd}`],
      ...(odd.length > 1_000 ? [] : [[`Cookie: throughline.session=${odd}`, `Cookie: throughline.session=${odd}x`]]),
      [`AUTHORIZATION:Bearer\t${odd}`],
      [`Cookie:throughline.session=${odd}`, "Authorization: Digest username=x"],
      [`Authorization: Negotiate ${odd}`],
    ]),
  ];

  test(`A10 is refused and breaks nothing: ${sent.length} headers`, async () => {
    expect(sent.length).toBeGreaterThanOrEqual(500);
    const bad: string[] = [];
    for (let at = 0; at < sent.length; at += 20) {
      const batch = sent.slice(at, at + 20);
      const statuses = await Promise.all(batch.map((lines) => raw(one.url, lines)));
      for (const [n, status] of statuses.entries()) {
        if (![400, 401].includes(status)) bad.push(`${status} ${JSON.stringify(batch[n]).slice(0, 120)}`);
      }
    }
    expect(bad).toEqual([]);
    expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
    expect(one.logs()).not.toMatch(/"level":(50|60)/);
  }, 60_000);

  test("A10 in a cookie opens no page and breaks none", async () => {
    for (const odd of ["a; throughline.session=b", "%00", "\x80", "eyJhbGciOiJub25lIn0..", "=".repeat(200)]) {
      const cookie = `throughline.session=${odd}`;
      const { status, headers } = await ask(one.url, "/account/password", { headers: { cookie } });
      expect(status).toBe(307);
      expect(headers.get("location")).toMatch(/^\/sign-in\?returnTo=/);
    }
  });
});

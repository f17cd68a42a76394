import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OneHouse, oneHouse } from "./house.ts";
import { ask } from "./identity/browser.ts";

let house: OneHouse;
beforeAll(async () => {
  house = await oneHouse({ env: { WORKERS: "0", LOG_LEVEL: "warn" } });
}, 120_000);
afterAll(() => house?.end());

/** What the App Router answers to, by the build's own list, with the workspace that is there and made-up ids. */
function appPaths(): string[] {
  const file = join(import.meta.dirname, "..", ".next", "app-path-routes-manifest.json");
  const routes = Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>);
  const filled = routes.map((route) =>
    route.replace("[workspace]", "initech").replaceAll(/\[\[?\.*\w+\]\]?/g, "018f0000-0000-7000-8000-000000000000"),
  );
  return [...new Set(filled)];
}

const megabyte = 1024 * 1024;
/** Bytes that are nothing, and bytes that begin as what they are announced to be. */
const junk = Buffer.alloc(megabyte, '\u0000\u00ff{["$1:a"]}%%\r\n', "latin1");
const nested = Buffer.from(`0:${"[".repeat(megabyte - 2)}`);
const form = Buffer.concat([
  Buffer.from('--junk\r\ncontent-disposition: form-data; name="1_$ACTION_REF_1"\r\n\r\n'),
  nested.subarray(0, megabyte - 200),
  Buffer.from("\r\n--junk--\r\n"),
]);

const action = "7f0123456789abcdef0123456789abcdef01234567";
const shapes: [name: string, headers: Record<string, string>, body: Buffer][] = [
  [
    "an action",
    { "next-action": action, "content-type": "text/plain;charset=UTF-8", accept: "text/x-component" },
    nested,
  ],
  ["a form", { "content-type": "multipart/form-data; boundary=junk" }, form],
  ["an action as a form", { "next-action": action, "content-type": "multipart/form-data; boundary=junk" }, form],
  [
    "an RSC request",
    { rsc: "1", "next-router-state-tree": encodeURIComponent("[".repeat(2_000)), "next-url": "/" },
    junk,
  ],
  ["a prefetch", { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }, junk],
];

/** Sends it over a connection of its own, and gives the status. */
const send = (method: string, path: string, headers: Record<string, string>, body: Buffer) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(house.instance.url);
    const all = { ...headers, cookie: house.cookie, "content-length": String(body.length) };
    const sent = request({ hostname, port, method, path, headers: all, agent: false }, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.resume();
    });
    sent.on("error", reject);
    sent.end(body);
  });

/** Sends a megabyte little by little, and gives what was answered, and how much could still be sent after that. */
async function sendSlowly(path: string, headers: string[]) {
  const socket = connect(house.instance.port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  const ended = once(socket, "end");
  socket.write(
    [`POST ${path} HTTP/1.1`, "Host: localhost", `Content-Length: ${megabyte}`, ...headers, "", ""].join("\r\n"),
  );
  await once(socket, "data");
  let after = 0;
  for (const piece = 64 * 1024; after < megabyte; after += piece) {
    await new Promise<void>((resolve, reject) =>
      socket.write(Buffer.alloc(piece), (error) => (error ? reject(error) : resolve())),
    );
    await sleep(10);
  }
  await ended;
  socket.end();
  return { status: Number(/^HTTP\/1\.1 (\d+) /.exec(text)?.[1]), after };
}

it.each([
  ["a page", "/w/initech/inbox", 405],
  ["a path that is none", "/api/v1/nothing", 404],
  ["an operation", "/api/v1/workspaces/initech/feedback", 401],
])(
  "L8 whoever is refused by %s while sending is not cut off, and the connection ends after",
  async (_, path, status) => {
    const headers = ["Content-Type: application/json", "Connection: close"];
    expect(await sendSlowly(path, headers)).toEqual({ status, after: megabyte });
  },
);

/** The event loop's delay, in seconds, since it was last asked for. */
async function delay(): Promise<number> {
  const { text } = await ask(house.instance.url, "/metrics");
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]);
}

it("L8 1 MB of junk to each path of the App Router, as action, form or RSC: refused, and the server stays quick", async () => {
  const paths = appPaths();
  expect(paths.length).toBeGreaterThan(12);
  const sent = paths.flatMap((path) =>
    shapes.flatMap(([name, headers, body]) => ["POST", "GET"].map((method) => ({ method, path, name, headers, body }))),
  );
  await delay();
  const answered: string[] = [];
  const client = async () => {
    for (let next = sent.pop(); next; next = sent.pop()) {
      const { method, path, name, headers, body } = next;
      const status = await send(method, path, headers, body);
      if (status < 400 || status > 499) answered.push(`${method} ${path} with ${name}: ${status}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, client));
  expect(answered).toEqual([]);
  expect(await delay()).toBeLessThan(0.2);
  // And a person who comes now is served.
  expect((await ask(house.instance.url, "/w/initech/ideas", { headers: { cookie: house.cookie } })).status).toBe(200);
}, 90_000);

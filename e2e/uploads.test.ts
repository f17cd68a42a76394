import { readFileSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { ask, signIn, untilRefused } from "./identity/browser.ts";
import { cli, type Instance, startInstance } from "./instance.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let instance: Instance;
let key = "";
const limit = 4_000_000;
const owner = { email: "ada@meridian.example", password: "a long enough password" };

beforeAll(async () => {
  database = await freshDatabase();
  const env = { LOG_LEVEL: "warn", IMPORT_MAX_BYTES: String(limit) };
  instance = await startInstance({ databaseUrl: database.url, env });
  const where = { databaseUrl: database.url };
  const by = ["--owner-email", owner.email, "--owner-password", owner.password];
  await cli(where, ["workspace:create", "--slug", "uploads", "--name", "Uploads", ...by]);
  const scopes = ["--scopes", "read,feedback:import"];
  const made = await cli(where, ["api-key:create", "--workspace", "uploads", "--name", "import", ...scopes]);
  key = String(made.key);
});
afterAll(async () => {
  await instance.kill();
  await database.drop();
});

const path = "/api/v1/workspaces/uploads/imports";
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${instance.pid()}/status`, "utf8"))?.[1]) * 1_024;
const line = Buffer.from(`${JSON.stringify({ source: "desk", title: "A ticket", body: "x".repeat(900) })}\n`);
const megabyte = Buffer.concat(Array.from({ length: Math.ceil(1_000_000 / line.length) }, () => line));

type Answer = { status: number; type: string; body: string; ms: number };
type Sent = { headers?: Record<string, string>; megabytes?: number; endEarly?: boolean };

/** Sends a body of so many megabytes as fast as the server takes it, until it answers. */
function post({ headers = {}, megabytes = 1, endEarly = false }: Sent): Promise<Answer | "cut"> {
  const { port } = new URL(instance.url);
  return new Promise((resolve) => {
    const outgoing = request({
      ...{ port, host: "127.0.0.1", method: "POST", path: `${path}?format=throughline`, agent: false },
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson", ...headers },
    });
    const began = performance.now();
    let answered = false;
    outgoing.on("response", (incoming) => {
      answered = true;
      const ms = performance.now() - began;
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("close", () => {
        const type = incoming.headers["content-type"] ?? "";
        resolve({ status: incoming.statusCode ?? 0, type, body: Buffer.concat(chunks).toString(), ms });
      });
    });
    outgoing.on("error", () => !answered && resolve("cut"));
    const write = (left: number): void => {
      if (answered) return void outgoing.destroy();
      if (left === 0) return void (endEarly ? outgoing.destroy() : outgoing.end());
      if (outgoing.write(megabyte)) setImmediate(write, left - 1);
      else outgoing.once("drain", () => write(left - 1));
    };
    write(megabytes);
  });
}

const imports = async () => {
  const response = await fetch(`${instance.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
  return ((await response.json()) as { data: { counts: Record<string, number>; state: string }[] }).data;
};

const isTooLarge = (answer: Answer | "cut") =>
  expect(answer).toMatchObject({ status: 413, type: expect.stringContaining("application/problem+json") });

test("I1 20 uploads of 200 MB at once are refused, and the memory stays where it was", async () => {
  // What a process grows by once, when it first does something, is not what many at once cost.
  await Promise.all(Array.from({ length: 6 }, () => post({ megabytes: 3 })));
  const taken = (await imports()).length;
  const before = memory();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, memory());
  }, 20);
  const told = { headers: { "content-length": String(200 * megabyte.length) }, megabytes: 200 };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => post(n % 2 === 0 ? { megabytes: 200 } : told)),
  );
  clearInterval(watching);
  // Who is still sending when the connection is closed may see that before the answer.
  const read = answers.filter((answer) => answer !== "cut");
  expect(read.length).toBeGreaterThanOrEqual(5);
  for (const answer of read) isTooLarge(answer);
  for (const answer of answers.filter((_, n) => n % 2 === 1)) expect(answer === "cut" || answer.ms < 1_000).toBe(true);
  expect(most - before).toBeLessThan(100 * 1_048_576);
  expect(await imports()).toHaveLength(taken);
});

test("I1 one byte too many is refused; a body of exactly the limit is taken", async () => {
  const body = Buffer.concat([line, Buffer.alloc(limit - line.length, "\n")]);
  const send = (bytes: Buffer) =>
    fetch(`${instance.url}${path}?format=throughline`, {
      method: "POST",
      body: new Uint8Array(bytes),
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    });
  expect((await send(Buffer.concat([body, Buffer.from("\n")]))).status).toBe(413);
  expect((await send(body)).status).toBe(202);
});

test("I1 a body that is shorter than it said, or ends half-way, is never taken", async () => {
  const before = (await imports()).length;
  const lie = { headers: { "content-length": String(3 * megabyte.length) }, megabytes: 2, endEarly: true };
  for (const answer of [await post(lie), await post({ megabytes: 2, endEarly: true })]) {
    expect(answer === "cut" || answer.status >= 400).toBe(true);
  }
  await sleep(500);
  expect(await imports()).toHaveLength(before);
});

test("I1 a packed body is refused and never unpacked", async () => {
  const response = await fetch(`${instance.url}${path}?format=throughline`, {
    method: "POST",
    body: new Uint8Array(gzipSync(Buffer.alloc(50_000_000))),
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/x-ndjson",
      "content-encoding": "gzip",
    },
  });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
});

test("M9 whose key is revoked half-way: what was sent is taken in whole, and the key opens nothing any more", async () => {
  const bearer = { authorization: `Bearer ${key}` };
  const cookie = { cookie: (await signIn(instance.url, owner)).cookie, origin: instance.url };
  const records = Array.from({ length: 4_000 }, (_, n) => ({
    source: "desk",
    externalId: `k${n}`,
    title: `Ticket ${n}`,
  }));
  const sent = await fetch(`${instance.url}${path}?format=throughline`, {
    method: "POST",
    body: records.map((record) => `${JSON.stringify(record)}\n`).join(""),
    headers: { ...bearer, "content-type": "application/x-ndjson" },
  });
  const { id } = (await sent.json()) as { id: string };
  type Run = { state: string; counts: { received: number; created: number } };
  const look = async (headers: Record<string, string>) =>
    (await ask(instance.url, `${path}/${id}`, { headers })).answer as Run;
  let run = await look(bearer);
  while (run.counts.received === 0) run = await look(bearer);
  expect(run.counts.received).toBeLessThan(records.length);

  const keys = "/api/v1/workspaces/uploads/api-keys";
  const { data } = (await ask(instance.url, keys, { headers: cookie })).answer as { data: { id: string }[] };
  expect((await ask(instance.url, `${keys}/${data[0]?.id}`, { method: "DELETE", headers: cookie })).status).toBe(204);
  expect(
    await untilRefused(async () => (await fetch(`${instance.url}${path}/${id}`, { headers: bearer })).status),
  ).toBeLessThan(1_000);

  for (const until = Date.now() + 60_000; run.state !== "done" && Date.now() < until; await sleep(50))
    run = await look(cookie);
  expect(run).toMatchObject({ state: "done", counts: { received: records.length, created: records.length } });
});

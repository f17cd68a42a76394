import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { ask, startApi } from "#lib/api/testing.ts";
import { stream } from "#lib/core/stream.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { createApiKey } from "#lib/identity/api-keys/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { metricsRegistry } from "./metrics.ts";
import { Streams } from "./streams.ts";
import { listen } from "./testing/listen.ts";

let w: TestWorkspace;
let api: Awaited<ReturnType<typeof startApi>>;
let key: string;
const streams = new Streams({ perKey: 3, perSession: 2, perPerson: 3, inAll: 5 });
const path = () => `/api/v1/workspaces/${w.workspace.slug}/events/stream`;

beforeAll(async () => {
  api = await startApi({}, streams);
  w = await newTestWorkspace();
  key = await w.key();
});
afterAll(() => api?.close());

/** A figure of /metrics. */
async function figure(name: string, label = ""): Promise<number> {
  const text = await metricsRegistry.getSingleMetricAsString(name);
  const line = text.split("\n").find((one) => one.startsWith(name) && one.includes(label));
  return Number(line?.split(" ").at(-1) ?? 0);
}

const bearer = (of = key) => ({ authorization: `Bearer ${of}` });

it("is a stream of server-sent events that no proxy holds back", async () => {
  const heard = await listen(api.url + path(), bearer());
  expect(Object.fromEntries(heard.headers)).toMatchObject({
    "content-type": "text/event-stream",
    "cache-control": "private, no-store, no-transform",
    "x-accel-buffering": "no",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
  await heard.until("ready");
  const { id } = await createIdea(w.actors.editor, { title: "An idea" });
  // What was written just before may be told first.
  const told = await heard.until("message", ({ data }) => data.action === "idea.created");
  expect(told).toMatchObject({ data: { action: "idea.created", subject: { type: "idea", id } } });
  expect(told.id).toBe(told.data.cursor);
  heard.close();
  // A browser's own way back: the header says more than the address it first asked for.
  await createIdea(w.actors.editor, { title: "Another" });
  const again = await listen(`${api.url}${path()}?after=${told.id}`, { ...bearer(), "last-event-id": String(told.id) });
  expect((await again.until("message")).data).toMatchObject({ action: "idea.created" });
  expect(again.all.filter(({ type }) => type === "message")).toHaveLength(1);
  again.close();
});

it("answers mistakes before it begins: no cursor, no permission, no such parameter", async () => {
  const status = async (url: string, who = key) => (await ask(api.url, "GET", url, { key: who })).status;
  expect(await status(`${path()}?after=nonsense`)).toBe(422);
  expect(await status(`${path()}?from=now`)).toBe(422);
  expect(await status(path(), await w.key(["feedback:write"]))).toBe(403);
  expect(await status(path().replace(w.workspace.slug, "no-such-workspace"))).toBe(404);
  const head = await fetch(api.url + path(), { method: "HEAD", headers: bearer() });
  expect(head.status).toBe(200);
  await expect.poll(() => figure("throughline_streams")).toBe(0);
});

it("opens so many for a key, a session, a person and the process, and says which is full", async () => {
  const of = async (who: Record<string, string>, count: number) =>
    Promise.all(Array.from({ length: count }, () => listen(api.url + path(), who)));
  const mine = await of(bearer(), 3);
  const refused = await ask(api.url, "GET", path(), { key });
  expect(refused).toMatchObject({
    status: 429,
    body: { detail: "At most 3 streams may be open at once with this key." },
  });
  expect(refused.headers.get("retry-after")).toBe("30");
  const cookie = await w.cookie("viewer");
  const theirs = await of({ cookie }, 2);
  const full = await ask(api.url, "GET", path(), { headers: { cookie } });
  expect(full).toMatchObject({ status: 503, body: { detail: "Too many streams are open on this server." } });
  mine[0]?.close();
  await expect.poll(async () => (await ask(api.url, "GET", path(), { headers: { cookie } })).status).toBe(429);
  await expect.poll(async () => (await ask(api.url, "GET", path(), { key })).status).toBe(200);
  mine[1]?.close();
  // Another session of theirs is the same person's.
  const elsewhere = { cookie: await w.cookie("viewer") };
  const [third] = await of(elsewhere, 1);
  const detail = async () => (await ask(api.url, "GET", path(), { headers: elsewhere })).body;
  await expect.poll(detail).toMatchObject({ detail: "At most 3 streams may be open at once with this account." });
  for (const one of [...mine, ...theirs, third]) one?.close();
});

/** An operation on a server of its own, as an API key asks for it. */
async function served(operation: Parameters<Streams["open"]>[0], of: Streams, identify = async () => {}) {
  const visitor = {
    kind: "key" as const,
    userId: null,
    sessionId: null,
    keyId: (await createApiKey(w.actors.owner, { name: operation.operation, scopes: ["read"] })).id,
    keyWorkspaceId: w.workspace.id,
    address: "here",
    userAgent: null,
    requestId: operation.operation,
  };
  const actor = { ...w.actors.viewer, kind: "key" as const, role: null, permissions: new Set(["read" as const]) };
  const server = createServer(async (incoming, outgoing) => {
    await identify();
    of.open(operation, {}, { visitor, actor, incoming, outgoing }).catch(() => outgoing.writeHead(503).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

it("is a stream from its first byte, however long it takes to begin, and may be refused until then", async () => {
  const begins: (() => void)[] = [];
  let isRefused = false;
  const slow = stream({
    name: "test.slow",
    needs: "read",
    input: z.strictObject({}),
    output: z.string(),
    async listen(_actor, _input, tell) {
      await new Promise<void>((resolve) => begins.push(resolve));
      if (isRefused) throw new Error("not today");
      tell([{ type: "ready", cursor: "here", data: "now" }]);
      return () => {};
    },
    silentFor: () => 0,
  });
  const own = new Streams();
  const { url, close } = await served(slow, own);
  const opening = listen(url, {});
  // A sign of life would have come by now.
  await sleep(5_600);
  begins[0]?.();
  const late = await opening;
  await late.until("ready");
  expect(late.headers.get("content-type")).toBe("text/event-stream");
  expect(late.text()).toMatch(/^retry: /);
  isRefused = true;
  const refused = ask(url, "GET", "/");
  await expect.poll(() => begins.length).toBe(2);
  begins[1]?.();
  expect((await refused).status).toBe(503);
  const ending = listen(url, {});
  await expect.poll(() => begins.length).toBe(3);
  own.end();
  const ended = await ending;
  expect(ended.headers.get("content-type")).toBe("text/event-stream");
  expect(await ended.until("bye")).toMatchObject({ data: { reason: "restart" } });
  begins[2]?.();
  await Promise.all([late.ended, ended.ended]);
  await close();
}, 30_000);

it("does not count whoever went before it began, while they were asked who they are", async () => {
  const quiet = stream({
    name: "test.quiet",
    needs: "read",
    input: z.strictObject({}),
    output: z.string(),
    listen: async () => () => {},
    silentFor: () => 0,
  });
  const own = new Streams({ perKey: 1 });
  let asked = 0;
  let admit: () => void = () => {};
  const { url, close } = await served(quiet, own, async () => {
    asked++;
    await new Promise<void>((resolve) => {
      admit = resolve;
    });
  });
  const gone = new AbortController();
  const going = fetch(url, { signal: gone.signal }).catch(() => null);
  await expect.poll(() => asked).toBe(1);
  gone.abort();
  await going;
  await sleep(200);
  admit();
  await sleep(200);
  expect(await figure("throughline_streams")).toBe(0);
  const next = listen(url, {});
  await expect.poll(() => asked).toBe(2);
  admit();
  const heard = await next;
  expect(heard.headers.get("content-type")).toBe("text/event-stream");
  heard.close();
  await heard.ended;
  await close();
});

it("cuts a reader that does not read, and the others hear on", async () => {
  const words = "x".repeat(50_000);
  const talkative = stream({
    name: "test.talk",
    needs: "read",
    input: z.strictObject({}),
    output: z.string(),
    async listen(_actor, _input, tell) {
      const timer = setInterval(() => tell([{ cursor: "here", data: words }]), 2);
      return () => clearInterval(timer);
    },
    silentFor: () => 0,
  });
  const { url, close } = await served(talkative, streams);
  const [reads, sleeps] = [await listen(url, {}), await listen(url, {}, { reads: false })];
  await expect.poll(() => figure("throughline_streams_ended_total", 'reason="slow"'), { timeout: 15_000 }).toBe(1);
  const heard = reads.all.length;
  await expect.poll(() => reads.all.length).toBeGreaterThan(heard + 100);
  for (const one of [reads, sleeps]) one.close();
  await close();
}, 30_000);

it("ends when the process does, saying when to come again, and opens no more", async () => {
  const heard = await listen(api.url + path(), bearer());
  await heard.until("ready");
  streams.end();
  expect(await heard.until("bye")).toMatchObject({ data: { reason: "restart" } });
  await heard.ended;
  expect(heard.text()).toMatch(/event: bye\nretry: \d{3,4}\n/);
  expect((await ask(api.url, "GET", path(), { key })).status).toBe(503);
});

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DatabaseProxy, startProxy } from "#db/testing/proxy.ts";
import { manyTickets } from "#lib/imports/testing.ts";
import { type Clock, movedClock } from "./clock.ts";
import { type OneHouse, oneHouse, owner } from "./house.ts";
import { ask, signIn, untilRefused, who } from "./identity/browser.ts";
import { type Instance, startInstance } from "./instance.ts";

/** One database, and two servers whose clocks are wrong: one goes ten minutes before the database's, one ten minutes after. */

const tenMinutes = 600;
const limit = 300;
const env = { LOG_LEVEL: "warn", RATE_LIMIT: String(limit) };
const base = "/api/v1/workspaces/initech";
let clocks: { late: Clock; early: Clock };
let proxy: DatabaseProxy;
let house: OneHouse;
let late: Instance;
let early: Instance;

beforeAll(async () => {
  clocks = { late: movedClock(-tenMinutes), early: movedClock(tenMinutes) };
  const through = async (url: string) => {
    proxy = await startProxy(url);
    return proxy.url;
  };
  house = await oneHouse({ env: { ...env, ...clocks.late.env }, through });
  late = house.instance;
  early = await startInstance({ databaseUrl: house.databaseUrl, env: { ...env, ...clocks.early.env } });
}, 120_000);
afterAll(async () => {
  await early?.stop();
  await house?.end();
  await proxy?.close();
  for (const clock of Object.values(clocks ?? {})) clock.end();
});

const both = () => [late, early];
const byKey = (server: Instance, path: string, sent: Parameters<typeof ask>[2] = {}, key = house.key) =>
  ask(server.url, base + path, { ...sent, headers: { authorization: `Bearer ${key}`, ...sent.headers } });

/** A key of its own, that ends when told. */
async function newKey(name: string, more: Record<string, unknown> = {}) {
  const made = await byKey(late, "/api-keys", { method: "POST", body: { name, scopes: ["read"], ...more } });
  expect(made.status).toBe(201);
  return String(made.answer.key);
}

it("F12 the servers' clocks are twenty minutes apart, and neither is the database's", async () => {
  const shown = await Promise.all(
    both().map(async ({ url }, n) => {
      const { answer } = await ask(url, `${base}/ideas`, {
        method: "POST",
        body: { title: `Idea ${n}` },
        headers: { authorization: `Bearer ${house.key}` },
      });
      const [row] = await house.admin`
        select extract(epoch from updated_at - now())::int as ahead from ideas where id = ${String(answer.id)}`;
      return Math.round(Number(row?.ahead) / 60);
    }),
  );
  // What this test rests on: a change is dated by the server that made it.
  expect(shown).toEqual([-10, 10]);
});

it("F12 a session begun at one server is good at the other, and ended there is over within a second", async () => {
  for (const [one, other] of [both(), both().reverse()] as [Instance, Instance][]) {
    const { cookie } = await signIn(one.url, owner);
    for (const { url } of both()) {
      expect(await who(url, cookie)).toBe(200);
      expect((await ask(url, "/w/initech/ideas", { headers: { cookie } })).status).toBe(200);
    }
    const headers = { cookie, origin: other.url };
    expect((await ask(other.url, "/api/v1/session", { method: "DELETE", headers })).status).toBe(204);
    expect(await untilRefused(() => who(one.url, cookie))).toBeLessThan(1_000);
    expect(await untilRefused(() => who(other.url, cookie))).toBeLessThan(1_000);
  }
});

it("F12 an API key lives as long as it was given by the database's clock, at each server, and no second longer", async () => {
  const status = async (server: Instance, key: string) => (await byKey(server, "/ideas?limit=1", {}, key)).status;
  const ends = Date.now() + 6_000;
  const key = await newKey("short", { expiresAt: new Date(ends).toISOString() });
  const hour = await newKey("hour", { expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  while (Date.now() < ends - 1_500) {
    for (const server of both()) expect(await status(server, key)).toBe(200);
    await sleep(200);
  }
  await sleep(ends + 50 - Date.now());
  for (const server of both()) {
    expect(await status(server, key)).toBe(401);
    expect(await status(server, hour)).toBe(200);
  }
});

it("F12 an Idempotency-Key is kept its time by the database's clock, and an upload's key as long as the upload takes", async () => {
  const post = (server: Instance, title: string, key: string) =>
    byKey(server, "/feedback", { method: "POST", body: { title, source: "f12" }, headers: { "idempotency-key": key } });
  for (const [n, [one, other]] of [both(), both().reverse()].entries() as Iterable<[number, [Instance, Instance]]>) {
    const first = await post(one, "Once", `once-${n}`);
    expect(first.status).toBe(201);
    const again = await post(other, "Once", `once-${n}`);
    expect([again.status, again.headers.get("idempotent-replayed"), again.answer.id]).toEqual([
      ...[201, "true", first.answer.id],
    ]);
    expect((await post(other, "Another", `once-${n}`)).status).toBe(422);
    await house.admin`update idempotency_keys set expires_at = now() + interval '5 minutes' where key = ${`once-${n}`}`;
    for (const server of both()) expect((await post(server, "Once", `once-${n}`)).answer.id).toBe(first.answer.id);
    await house.admin`update idempotency_keys set expires_at = now() - interval '5 minutes' where key = ${`once-${n}`}`;
    const anew = await post(one, "Once", `once-${n}`);
    expect([anew.status, anew.headers.get("idempotent-replayed")]).toEqual([201, null]);
  }

  // Slower than the minute that a key is held for at a time.
  const send = async (server: Instance, key: string, pauseMs: number) => {
    const body = Buffer.from(`${manyTickets(1_500).join("\n")}\n`);
    const size = Math.ceil(body.length / 6);
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(body.subarray(at, at + size));
        at += size;
        if (at >= body.length) controller.close();
        else await sleep(pauseMs);
      },
    });
    const answer = await fetch(`${server.url}${base}/imports?format=throughline`, {
      ...{ method: "POST", duplex: "half", body: stream },
      headers: {
        authorization: `Bearer ${house.key}`,
        "content-type": "application/x-ndjson",
        "idempotency-key": key,
      },
    } as RequestInit);
    return { status: answer.status, id: ((await answer.json()) as { id?: string }).id };
  };
  const began = performance.now();
  const slow = both().map((server, n) => send(server, `slow-${n}`, 16_000));
  await sleep(began + 70_000 - performance.now());
  for (const [n, server] of both().reverse().entries()) expect((await send(server, `slow-${n}`, 0)).status).toBe(409);
  const taken = await Promise.all(slow);
  expect(taken.map(({ status }) => status)).toEqual([202, 202]);
  for (const [n, server] of both().reverse().entries()) expect(await send(server, `slow-${n}`, 0)).toEqual(taken[n]);
}, 240_000);

it("F12 every row and every event is read once, page by page at either server, whoever wrote it", async () => {
  const [start] = (await byKey(late, "/events?order=desc&limit=1")).answer.data as { cursor: string }[];
  const made: string[] = [];
  for (let n = 0; n < 40; n++) {
    const server = n % 2 === 0 ? late : early;
    const { status, answer } = await byKey(server, "/companies", { method: "POST", body: { name: `Company ${n}` } });
    expect(status).toBe(201);
    made.push(String(answer.id));
  }
  const walk = async (path: string, cursor: string | null, name: string) => {
    const seen: Record<string, unknown>[] = [];
    for (let n = 0, next = cursor; n === 0 || next; n++) {
      const at = next ? `&${name}=${encodeURIComponent(next)}` : "";
      const { status, answer } = await byKey(n % 2 === 0 ? early : late, `${path}${at}`);
      expect(status).toBe(200);
      const page = answer.data as Record<string, unknown>[];
      seen.push(...page);
      // The history read forwards has a place to go on from after its last entry too.
      next = page.length > 0 ? (answer.nextCursor as string | null) : null;
    }
    return seen;
  };
  const companies = (await walk("/companies?limit=7", null, "cursor")).map(({ id }) => String(id));
  expect(companies.length).toBe(new Set(companies).size);
  expect(companies).toEqual(expect.arrayContaining(made));
  // What the imports before have made may be among them.
  const events = await walk("/events?limit=200", start?.cursor ?? "", "after");
  const created = events
    .filter(({ action }) => action === "company.created")
    .map(({ subject }) => (subject as { id: string }).id);
  expect(created.filter((id) => made.includes(id))).toEqual(made);
}, 60_000);

it("F12 the clocks are set by twenty minutes and back under an import and readers: nobody notices, and each row is there once", async () => {
  const count = 4_000;
  const { cookie } = await signIn(early.url, owner);
  const upload = await byKeyUpload(late, count);
  expect(upload.status).toBe(202);
  const { id } = (await upload.json()) as { id: string };
  const bad: string[] = [];
  let done = false;
  let steps = 0;
  const stepper = async () => {
    while (!done || steps < 4) {
      const away = steps++ % 2 === 0;
      clocks.late.move(away ? tenMinutes : -tenMinutes);
      clocks.early.move(away ? -tenMinutes : tenMinutes);
      await sleep(1_500);
    }
  };
  const reader = async ({ url }: Instance) => {
    while (!done || steps < 4) {
      const asked = [
        await ask(url, "/api/v1/session", { headers: { cookie } }),
        await ask(url, `${base}/imports/${id}`, { headers: { cookie } }),
        await ask(url, "/readyz"),
      ];
      for (const { status, text } of asked) if (status !== 200) bad.push(`${status} ${text.slice(0, 200)}`);
      if (["done", "failed"].includes(String(asked[1]?.answer.state))) done = true;
      await sleep(300);
    }
  };
  await Promise.all([stepper(), ...both().map(reader)]);
  expect(bad).toEqual([]);
  const run = await byKey(early, `/imports/${id}`);
  expect(run.answer).toMatchObject({ state: "done", counts: { received: count, created: count, rejected: 0 } });
  const [row] = await house.admin`
    select count(*)::int as rows, count(distinct (source, external_id))::int as distinct from feedback
    where external_id is not null`;
  expect(row?.rows).toBe(row?.distinct);
  clocks.late.move(-tenMinutes);
  clocks.early.move(tenMinutes);
}, 180_000);

/** Tickets that the upload before has not brought. */
function byKeyUpload({ url }: Instance, count: number) {
  const lines = manyTickets(count + 1_500).slice(1_500);
  return fetch(`${url}${base}/imports?format=throughline`, {
    method: "POST",
    body: `${lines.join("\n")}\n`,
    headers: { authorization: `Bearer ${house.key}`, "content-type": "application/x-ndjson" },
  });
}

it("F12 what is kept for 30 days goes after 30 days by the database's clock", async () => {
  const records = await Promise.all(
    ["29 days 23 hours 55 minutes", "30 days 5 minutes"].map(async (age) => {
      const { answer } = await byKey(early, "/ideas", { method: "POST", body: { title: age } });
      await house.admin`update ideas set deleted_at = now() - ${age}::interval where id = ${String(answer.id)}`;
      return String(answer.id);
    }),
  );
  await house.admin`select enqueue_job('records.purge', 'null')`;
  const left = async () => {
    const rows = await house.admin`select id from ideas where id = any(${records})`;
    return rows.map(({ id }) => String(id));
  };
  await expect.poll(left, { timeout: 30_000 }).toEqual(records.slice(0, 1));
}, 60_000);

it("F12 a clock set back while the database is away does not keep the server from finding it again", async () => {
  await proxy.be("down");
  await expect.poll(async () => (await byKey(late, "/ideas")).status, { timeout: 20_000 }).toBe(503);
  clocks.late.move(-2 * tenMinutes);
  await sleep(200);
  await proxy.be("pass");
  const began = performance.now();
  await expect.poll(async () => (await byKey(late, "/ideas")).status, { timeout: 20_000 }).toBe(200);
  console.log("F12 found again after", Math.round(performance.now() - began));
  clocks.late.move(-tenMinutes);
}, 60_000);

it("F12 the limit of requests is one minute's at both servers, and no clock that is set makes anybody wait longer", async () => {
  const key = await newKey("many");
  const stranger = () => ask(early.url, "/api/v1/session");
  const many = <T>(count: number, work: (n: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => work(n)));
  const told: Awaited<ReturnType<typeof ask>>[] = [];
  for (let n = 0; n < 9; n++) {
    told.push(...(await many(50, (m) => byKey(m % 3 === 0 ? late : early, "/ideas?limit=1", {}, key))));
  }
  const served = told.filter(({ status }) => status === 200).length;
  expect(Math.abs(served - limit)).toBeLessThanOrEqual(limit * 0.02);
  expect(served + told.filter(({ status }) => status === 429).length).toBe(told.length);
  for (let n = 0; n < 7; n++) await many(50, stranger);
  clocks.late.move(tenMinutes);
  clocks.early.move(-tenMinutes);
  await sleep(200);
  const refused = [
    { again: () => byKey(late, "/ideas?limit=1", {}, key), good: 200 },
    { again: () => byKey(early, "/ideas?limit=1", {}, key), good: 200 },
    { again: stranger, good: 401 },
  ];
  await Promise.all(
    refused.map(async ({ again, good }) => {
      const answer = await again();
      const seconds = Number(answer.headers.get("retry-after"));
      expect(answer.status).toBe(429);
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(60);
      await sleep(seconds * 1_000);
      expect((await again()).status).toBe(good);
    }),
  );
}, 150_000);

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Embedded, startEmbedded } from "#db/embedded.ts";
import { type DatabaseProxy, startProxy } from "#db/testing/proxy.ts";
import { ask, claim, signIn, tokenIn } from "./identity/browser.ts";
import { cli, type Instance, startInstance } from "./instance.ts";

/**
 * A server under load, its jobs included, whose database fails in every way. The PostgreSQL is these tests' own, since
 * they stop and kill it; the proxy stands between the two.
 */

let folder: string;
let cluster: Embedded;
let proxy: DatabaseProxy;
let instance: Instance;
let key: string;
let cookie: string;
const owner = { email: "dana@initech.example", password: "correct horse battery" };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "throughline-faults-"));
  cluster = await startEmbedded({ dataDir: folder });
  proxy = await startProxy(cluster.url);
  instance = await startInstance({ databaseUrl: proxy.url });
  expect((await claim(instance.url, tokenIn(instance), owner)).status).toBe(201);
  ({ cookie } = await signIn(instance.url, owner));
  const asked = ["--workspace", "initech", "--name", "load", "--scopes", "read,ideas:write"];
  key = String((await cli({ databaseUrl: cluster.url }, ["api-key:create", ...asked])).key);
}, 120_000);

afterEach(() => {
  expect(instance.logs()).not.toMatch(/unhandled rejection|uncaught exception/);
});

afterAll(async () => {
  await instance?.kill();
  await proxy?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Seen = { path: string; status: number; ms: number; retryAfter: string | null };

async function timed(path: string, init: RequestInit = {}): Promise<Seen> {
  const began = performance.now();
  const response = await fetch(instance.url + path, {
    ...init,
    headers: { ...(path.startsWith("/api") ? { authorization: `Bearer ${key}` } : { cookie }), ...init.headers },
  });
  await response.text();
  return {
    path,
    status: response.status,
    ms: performance.now() - began,
    retryAfter: response.headers.get("retry-after"),
  };
}

const ideas = "/api/v1/workspaces/initech/ideas";
let written = 0;
const read = () => timed(`${ideas}?limit=5`);
const write = () =>
  timed(ideas, {
    method: "POST",
    body: JSON.stringify({ title: `Idea ${++written}` }),
    headers: { "content-type": "application/json" },
  });
const page = () => timed("/w/initech/metrics");

/** Clients that read, write and open pages without a pause for as long as `work` takes; gives everything they saw. */
async function underLoad(work: () => Promise<void>): Promise<Seen[]> {
  const seen: Seen[] = [];
  let over = false;
  const client = async (asking: () => Promise<Seen>, pause: number) => {
    while (!over) {
      seen.push(await asking());
      await sleep(pause);
    }
  };
  const clients = [...Array(6).fill(read), write, write].map((asking) => client(asking, 10));
  clients.push(client(page, 100), client(page, 100));
  await work();
  over = true;
  await Promise.all(clients);
  return seen;
}

/** Milliseconds until reads, writes and pages are all good again, ten times in a row. */
async function recovery(): Promise<number> {
  const began = performance.now();
  for (let good = 0; good < 10; ) {
    const answers = await Promise.all([read(), write(), page()]);
    good = answers.every(({ status }) => status < 300) ? good + 1 : 0;
    if (performance.now() - began > 10_000) return Number.POSITIVE_INFINITY;
  }
  const reading = performance.now() - began;
  await expect.poll(async () => (await timed("/readyz")).status, { timeout: 10_000 }).toBe(200);
  return reading;
}

/** The most connections that were tried in any one second. */
const mostInASecond = (tries: number[]) =>
  Math.max(0, ...tries.map((from) => tries.filter((at) => at >= from && at < from + 1_000).length));

/** Every answer is good, or a 503 that says when to come again, in time. */
function expectInTime(seen: Seen[], mostMs: number) {
  const bad = seen.filter(
    ({ status, ms, retryAfter }) =>
      !(status === 200 || status === 201 || (status === 503 && Number(retryAfter) >= 1)) || ms > mostMs,
  );
  expect(bad).toEqual([]);
}

describe("a database", () => {
  it("F1 that is killed and down for 30 s: alive, not ready, 503 within 3 s each, and all is well 10 s after its return", async () => {
    let notReadyAfter = Number.POSITIVE_INFINITY;
    const down = underLoad(async () => {
      await sleep(500);
      await cluster.crash();
      const since = performance.now();
      while (performance.now() - since < 30_000) {
        expect((await timed("/healthz")).status).toBe(200);
        if ((await timed("/readyz")).status === 503) {
          notReadyAfter = Math.min(notReadyAfter, performance.now() - since);
        }
        await sleep(200);
      }
    });
    const seen = await down.finally(() => cluster.start());
    expect(notReadyAfter).toBeLessThan(5_000);
    expect(seen.filter(({ status }) => status === 503).length).toBeGreaterThan(200);
    expectInTime(seen, 3_000);
    expect(await recovery()).toBeLessThan(10_000);
    const after = await underLoad(() => sleep(1_000));
    expect(after.filter(({ status }) => status >= 300)).toEqual([]);
    // What was answered with 201 is there.
    const sql = postgres(cluster.adminUrl, { max: 1, database: "throughline" });
    const [row] = await sql`select count(*)::int as n from ideas`;
    await sql.end();
    expect(row?.n).toBeGreaterThanOrEqual([...seen, ...after].filter(({ status }) => status === 201).length);
  }, 120_000);

  it.each([
    ["takes connections and says nothing", "silent", 6_000, 5_000],
    ["closes every connection at its start", "closing", 4_000, 3_000],
  ] as const)(
    "F3 that %s: in time, few tries, and back",
    async (_, mood, lasting, mostMs) => {
      expect(await recovery()).toBeLessThan(10_000);
      const before = proxy.tries.length;
      const seen = await underLoad(async () => {
        await proxy.be(mood);
        await sleep(lasting);
        expect((await timed("/healthz")).ms).toBeLessThan(500);
      });
      const tries = proxy.tries.slice(before);
      expect(seen.filter(({ status }) => status === 503).length).toBeGreaterThan(20);
      expectInTime(seen, mostMs);
      expect(tries.length).toBeGreaterThan(0);
      expect(mostInASecond(tries)).toBeLessThanOrEqual(10);
      await proxy.be("pass");
      expect(await recovery()).toBeLessThan(10_000);
    },
    60_000,
  );

  it("F3 whose backends are stopped in the middle: in time, and back", async () => {
    expect(await recovery()).toBeLessThan(10_000);
    const sql = postgres(cluster.adminUrl, { max: 1 });
    const rows = await sql`select pid from pg_stat_activity where application_name = 'throughline'`;
    await sql.end();
    const stopped = rows.map(({ pid }) => Number(pid));
    expect(stopped.length).toBeGreaterThan(0);
    const signal = (name: "SIGSTOP" | "SIGCONT") => {
      for (const pid of stopped) {
        try {
          process.kill(pid, name);
        } catch {
          // It has ended meanwhile.
        }
      }
    };
    try {
      const seen = await underLoad(async () => {
        signal("SIGSTOP");
        await sleep(6_000);
      });
      expect(seen.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
      expectInTime(seen, 5_000);
      expect(await recovery()).toBeLessThan(10_000);
    } finally {
      signal("SIGCONT");
    }
  }, 60_000);

  it("F5 whose connections are all taken by slow queries: the next request gets 503 within 2 s, and an answer at once afterwards", async () => {
    expect(await recovery()).toBeLessThan(10_000);
    const sql = postgres(cluster.adminUrl, { max: 1, database: "throughline", onnotice: () => {} });
    let slow: Promise<Seen[]> = Promise.resolve([]);
    await sql.begin(async (tx) => {
      await tx`lock table ideas, feedback in access exclusive mode`;
      // Of two kinds, since one kind alone does not get all of them; and no question is asked twice.
      const other = (n: number) => timed(`/api/v1/workspaces/initech/feedback?limit=${n}`);
      slow = Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? read() : other(n))));
      const held = () => tx`
        select count(*)::int as n from pg_locks
        where not granted and relation in ('ideas'::regclass, 'feedback'::regclass)`;
      for (let n = 0; (await held())[0]?.n < 12 && n < 100; n++) await sleep(10);
      const next = await Promise.all(Array.from({ length: 5 }, () => timed("/api/v1/workspaces/initech/metrics")));
      for (const { status, ms } of next) expect([status, ms < 2_000]).toEqual([503, true]);
    });
    await sql.end();
    await slow;
    const after = await Promise.all(Array.from({ length: 10 }, () => timed("/api/v1/workspaces/initech/metrics")));
    for (const { status, ms } of after) expect([status, ms < 1_000]).toEqual([200, true]);
  }, 30_000);

  it("F1 whose absence ended no session and lost no sign-in", async () => {
    expect((await ask(instance.url, "/api/v1/session", { headers: { cookie } })).status).toBe(200);
    await proxy.be("down");
    expect((await ask(instance.url, "/api/v1/session", { headers: { cookie: `${cookie}x` } })).status).toBe(401);
    await expect
      .poll(async () => (await ask(instance.url, "/api/v1/session", { headers: { cookie } })).status)
      .toBe(503);
    expect((await signIn(instance.url, owner)).status).toBe(503);
    await proxy.be("pass");
    expect(await recovery()).toBeLessThan(10_000);
    expect((await ask(instance.url, "/api/v1/session", { headers: { cookie } })).status).toBe(200);
    expect((await signIn(instance.url, owner)).status).toBe(200);
  }, 30_000);
});

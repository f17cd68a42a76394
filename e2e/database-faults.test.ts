import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { ask, claim, signIn, tokenIn } from "./identity/browser.ts";
import { cli, type Instance, startInstance } from "./instance.ts";
import { type DatabaseProxy, startProxy } from "./proxy.ts";

/** A server whose database fails in every way, under load. The proxy stands between the two. */

let instance: Instance;
let proxy: DatabaseProxy;
let admin: postgres.Sql;
let key = "";
let drop: () => Promise<void>;
const owner = { email: "dana@initech.example", password: "correct horse battery" };

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  admin = postgres(fresh.adminUrl, { max: 2, onnotice: () => {} });
  const direct = new URL(fresh.url);
  proxy = await startProxy({ host: direct.hostname, port: Number(direct.port) });
  const through = new URL(fresh.url);
  through.port = String(proxy.port);
  instance = await startInstance({
    databaseUrl: through.toString(),
    env: { DATABASE_MIGRATION_URL: fresh.url, WORKERS: "0" },
  });
  expect((await claim(instance.url, tokenIn(instance), owner)).status).toBe(201);
  const made = await cli({ databaseUrl: fresh.url }, [
    "api-key:create",
    "--workspace",
    "initech",
    "--name",
    "load",
    "--scopes",
    "read",
  ]);
  key = String(made.key);
}, 120_000);

afterAll(async () => {
  await instance?.stop();
  await proxy?.close();
  await admin?.end();
  await drop?.();
});

beforeEach(async () => {
  proxy.mode = "pass";
  const until = Date.now() + 15_000;
  while ((await read()).status !== 200 && Date.now() < until) await sleep(100);
});

type Seen = { status: number; ms: number; retryAfter: string | null };

async function timed(path: string): Promise<Seen> {
  const began = performance.now();
  const response = await fetch(instance.url + path, { headers: { authorization: `Bearer ${key}` } });
  await response.text();
  return { status: response.status, ms: performance.now() - began, retryAfter: response.headers.get("retry-after") };
}
const read = () => timed("/api/v1/workspaces/initech/feedback?limit=5");

/** Eight clients for as long as `while_` says; gives everything they saw. */
async function underLoad(work: () => Promise<void>): Promise<Seen[]> {
  const seen: Seen[] = [];
  let over = false;
  const clients = Array.from({ length: 8 }, async () => {
    while (!over) {
      seen.push(await read());
      await sleep(10);
    }
  });
  await work();
  over = true;
  await Promise.all(clients);
  return seen;
}

async function recovered(withinMs: number): Promise<number> {
  const began = performance.now();
  for (let good = 0; good < 20; ) {
    good = (await read()).status === 200 ? good + 1 : 0;
    if (performance.now() - began > withinMs) return Number.POSITIVE_INFINITY;
  }
  return performance.now() - began;
}

const quiet = () => {
  expect(instance.logs()).not.toMatch(/unhandled rejection|uncaught exception/);
};

describe("a database", () => {
  it("F1 that is down for 12 s: alive, not ready, 503 within 3 s each, and back without a restart", async () => {
    const seen = await underLoad(async () => {
      await sleep(500);
      proxy.mode = "refuse";
      proxy.cut();
      const downSince = performance.now();
      let notReadyAfter = Number.POSITIVE_INFINITY;
      while (performance.now() - downSince < 12_000) {
        expect((await timed("/healthz")).status).toBe(200);
        const ready = await timed("/readyz");
        expect(ready.ms).toBeLessThan(1_000);
        if (ready.status === 503) notReadyAfter = Math.min(notReadyAfter, performance.now() - downSince);
        await sleep(250);
      }
      expect(notReadyAfter).toBeLessThan(5_000);
    });
    const refused = seen.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(100);
    for (const { status, ms, retryAfter } of refused) {
      expect(status).toBe(503);
      expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
      expect(ms).toBeLessThan(3_000);
    }
    proxy.mode = "pass";
    expect(await recovered(10_000)).toBeLessThan(10_000);
    expect((await timed("/readyz")).status).toBe(200);
    quiet();
  }, 60_000);

  it("F3 that takes connections and says nothing: every request ends within 5 s, few tries, and back", async () => {
    const before = proxy.tries();
    let lasted = 0;
    const seen = await underLoad(async () => {
      proxy.mode = "silent";
      proxy.cut();
      const began = performance.now();
      await sleep(8_000);
      lasted = (performance.now() - began) / 1000;
    });
    expect(seen.filter(({ status }) => status === 503).length).toBeGreaterThan(20);
    expect(Math.max(...seen.map(({ ms }) => ms))).toBeLessThan(5_000);
    // The first wave are the connections of the pool that were cut; from then on it is probed.
    expect(proxy.tries() - before).toBeLessThan(12 + 10 * lasted);
    proxy.mode = "pass";
    proxy.cut();
    expect(await recovered(10_000)).toBeLessThan(10_000);
    quiet();
  }, 60_000);

  it("F3 whose connections are half-open: every request ends within 5 s, and back", async () => {
    const seen = await underLoad(async () => {
      proxy.freeze();
      await sleep(6_000);
    });
    expect(Math.max(...seen.map(({ ms }) => ms))).toBeLessThan(5_200);
    expect(seen.every(({ status }) => status === 200 || status === 503)).toBe(true);
    expect(await recovered(10_000)).toBeLessThan(10_000);
    quiet();
  }, 60_000);

  it("F3 that closes every connection at its start: 503 at once, few tries, and back", async () => {
    const before = proxy.tries();
    const seen = await underLoad(async () => {
      proxy.mode = "refuse";
      proxy.cut();
      await sleep(3_000);
    });
    expect(Math.max(...seen.map(({ ms }) => ms))).toBeLessThan(5_000);
    expect(proxy.tries() - before).toBeLessThan(12 + 30);
    proxy.mode = "pass";
    expect(await recovered(10_000)).toBeLessThan(10_000);
    quiet();
  }, 60_000);

  it("F5 whose connections are all taken by slow queries: the next request gets 503 within 2 s, and at once an answer afterwards", async () => {
    // A lock on the table that the list reads holds every connection of the pool.
    const [locked, release] = await new Promise<[Promise<void>, () => void]>((resolve) => {
      let free = () => {};
      const held = new Promise<void>((done) => {
        free = done;
      });
      const running = admin.begin(async (sql) => {
        await sql`lock table feedback in access exclusive mode`;
        resolve([Promise.resolve(), free]);
        await held;
      });
      running.catch(() => {});
    });
    await locked;
    const slow = Array.from({ length: 12 }, () => read());
    await sleep(300);
    const next = await timed("/api/v1/workspaces/initech");
    expect(next.status).toBe(503);
    expect(next.ms).toBeLessThan(2_000);
    release();
    await Promise.all(slow);
    expect((await read()).status).toBe(200);
    expect((await timed("/api/v1/workspaces/initech")).status).toBe(200);
    quiet();
  }, 30_000);

  it("keeps a session that it knew, once it is back", async () => {
    const { cookie } = await signIn(instance.url, owner);
    proxy.mode = "refuse";
    proxy.cut();
    expect((await ask(instance.url, "/api/v1/session", { headers: { cookie } })).status).toBe(503);
    proxy.mode = "pass";
    await recovered(10_000);
    expect((await ask(instance.url, "/api/v1/session", { headers: { cookie } })).status).toBe(200);
  }, 30_000);
});

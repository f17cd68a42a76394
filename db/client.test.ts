import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseUrl } from "#db/testing.ts";
import { AppError } from "#lib/core/errors.ts";
import { Database, endingWithin } from "./client.ts";
import { type DatabaseProxy, startProxy } from "./testing/proxy.ts";

let proxy: DatabaseProxy;
let db: Database;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(async () => {
  proxy = await startProxy(databaseUrl());
  db = new Database(proxy.url);
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  process.off("unhandledRejection", note);
  await db.close(0);
  await proxy.close();
  expect(unhandled).toEqual([]);
});

type Asked = { outcome: string; ms: number };

/** One transaction, and what came of it: `ok`, or the code of the error. */
async function ask(mode: "read" | "write" = "read", statement = sql`select 1`): Promise<Asked> {
  const began = performance.now();
  const outcome = await db
    .transact({ workspaceId: null, mode }, ({ tx }) => tx.execute(statement))
    .then(
      () => "ok",
      (error: unknown) => (error instanceof AppError ? error.code : `not foreseen: ${error}`),
    );
  return { outcome, ms: performance.now() - began };
}

/** Several clients that ask without a pause until told to stop. */
function load(clients = 20) {
  const answers: Asked[] = [];
  let going = true;
  const client = async (n: number) => {
    while (going) {
      answers.push(await ask(n % 2 === 0 ? "read" : "write"));
      await sleep(5);
    }
  };
  const ended = Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
  return {
    answers,
    stop: async () => {
      going = false;
      await ended;
    },
  };
}

/** The most connections that were tried in any one second. */
const mostInASecond = (tries: number[]) =>
  Math.max(0, ...tries.map((from) => tries.filter((at) => at >= from && at < from + 1_000).length));

async function untilAsked(outcome: string, withinMs: number) {
  const began = performance.now();
  while (performance.now() - began < withinMs) {
    if ((await ask()).outcome === outcome) return performance.now() - began;
    await sleep(20);
  }
  return Number.POSITIVE_INFINITY;
}

describe("a database that", () => {
  it("F3 is not there: everybody is told in time, few connections are tried, and it goes on by itself", async () => {
    expect((await ask()).outcome).toBe("ok");
    const clients = load();
    await sleep(200);
    const before = clients.answers.length;
    const tried = proxy.tries.length;
    await proxy.be("closing");
    await sleep(2_000);
    const during = clients.answers.slice(before);
    const tries = proxy.tries.slice(tried);
    await proxy.be("down");
    await sleep(500);
    await proxy.be("pass");
    expect(await untilAsked("ok", 10_000)).toBeLessThan(3_000);
    await sleep(1_100);
    const settled = clients.answers.length;
    await sleep(300);
    await clients.stop();

    expect(new Set(during.map(({ outcome }) => outcome))).toContain("unavailable");
    expect(clients.answers.filter(({ ms }) => ms > 3_000)).toEqual([]);
    expect(clients.answers.filter(({ outcome }) => !["ok", "unavailable"].includes(outcome))).toEqual([]);
    expect(tries.length).toBeGreaterThan(0);
    expect(mostInASecond(tries)).toBeLessThanOrEqual(10);
    const after = clients.answers.slice(settled);
    expect(after.length).toBeGreaterThan(20);
    expect(after.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
  }, 20_000);

  it("F3 falls silent behind open connections: one who asks now and then is told in time too, and the pool is whole again", async () => {
    await Promise.all(Array.from({ length: db.size }, () => ask("read", sql`select pg_sleep(0.2)`)));
    expect(db.state.idle).toBeGreaterThanOrEqual(4);
    await proxy.be("silent");
    for (let n = 0; n < 3; n++) {
      const { outcome, ms } = await ask(n % 2 === 0 ? "read" : "write");
      expect([outcome, ms < 5_000]).toEqual(["unavailable", true]);
    }
    await proxy.be("pass");
    expect(await untilAsked("ok", 10_000)).toBeLessThan(3_000);
    const all = await Promise.all(Array.from({ length: db.size }, () => ask("read", sql`select pg_sleep(0.1)`)));
    expect(all.map(({ outcome }) => outcome)).toEqual(Array(db.size).fill("ok"));
    await expect.poll(() => db.state).toMatchObject({ busy: 0, waiting: 0 });
  }, 30_000);

  it("F3 falls silent right after a read was answered keeps none of the pool", async () => {
    await Promise.all(Array.from({ length: 6 }, () => ask("read", sql`select pg_sleep(0.1)`)));
    // Between the answers and the commits that nobody waits for.
    await Promise.all(Array.from({ length: 4 }, () => ask()));
    await proxy.be("silent");
    await expect.poll(() => db.state.busy, { timeout: 4_000 }).toBe(0);
    await proxy.be("pass");
    expect(await untilAsked("ok", 5_000)).toBeLessThan(3_000);
  }, 30_000);
});

describe("a pool full of slow queries", () => {
  it("F5 tells the next one within 2 s to come again, and goes on at once when there is room", async () => {
    expect((await ask()).outcome).toBe("ok");
    const slow = Array.from({ length: db.size }, () => ask("read", sql`select pg_sleep(3)`));
    await expect.poll(() => db.state.busy).toBe(db.size);
    const next = await Promise.all(Array.from({ length: 30 }, (_, n) => ask(n % 2 === 0 ? "read" : "write")));
    for (const { outcome, ms } of next) expect([outcome, ms < 2_000]).toEqual(["unavailable", true]);
    expect((await Promise.all(slow)).map(({ outcome }) => outcome)).toEqual(Array(db.size).fill("ok"));
    const after = await Promise.all(Array.from({ length: 30 }, () => ask()));
    for (const { outcome, ms } of after) expect([outcome, ms < 500]).toEqual(["ok", true]);
  }, 20_000);

  it("F5 takes 500 who wait and no more", async () => {
    const slow = Array.from({ length: db.size }, () => ask("read", sql`select pg_sleep(1.2)`));
    await expect.poll(() => db.state.busy).toBe(db.size);
    const crowd = Array.from({ length: 600 }, () => ask());
    await sleep(50);
    expect(db.state.waiting).toBe(500);
    const outcomes = (await Promise.all(crowd)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "unavailable").length).toBeGreaterThanOrEqual(100);
    expect(outcomes.filter((outcome) => outcome === "ok").length).toBeGreaterThan(0);
    await Promise.all(slow);
  }, 20_000);

  it("F5 a request of several transactions has one patience for all of them", async () => {
    const began = performance.now();
    const two = endingWithin(1_500, async () => [
      await ask("read", sql`select pg_sleep(1)`),
      await ask("write", sql`select pg_sleep(1)`),
      await ask(),
    ]);
    expect((await two).map(({ outcome }) => outcome)).toEqual(["ok", "unavailable", "unavailable"]);
    expect(performance.now() - began).toBeLessThan(2_100);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DatabaseProxy, startProxy } from "#db/testing/proxy.ts";
import { databaseUrl } from "#db/testing.ts";
import { QueueDatabase } from "./queue-database.ts";

let proxy: DatabaseProxy;
let db: QueueDatabase;
beforeAll(async () => {
  proxy = await startProxy(databaseUrl());
  db = new QueueDatabase(proxy.url);
});
afterAll(async () => {
  await db.close();
  await proxy.close();
});

const ask = (n: number) => db.executeSql("select $1::int as n", [n]);
const askAll = async (count: number) => {
  const asked = Array.from({ length: count }, (_, n) => ask(n));
  return (await Promise.allSettled(asked)).map((one) => (one.status === "fulfilled" ? one.value.rows[0]?.n : null));
};

it("answers many at once over few connections", async () => {
  expect(await askAll(40)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect(proxy.tries.length).toBeLessThanOrEqual(4);
});

it("F3 tries a database that is away once a second, however many ask, and is back when it is", async () => {
  await proxy.be("closing");
  const before = proxy.tries.length;
  const until = performance.now() + 2_500;
  let answered = 0;
  while (performance.now() < until) {
    answered += (await askAll(30)).filter((n) => n !== null).length;
    await sleep(20);
  }
  expect(answered).toBe(0);
  expect(proxy.tries.length - before).toBeGreaterThan(0);
  expect(proxy.tries.length - before).toBeLessThanOrEqual(8);
  await proxy.be("pass");
  await expect.poll(() => askAll(3), { timeout: 5_000 }).toEqual([0, 1, 2]);
});

it("an error of one statement is its own", async () => {
  await expect(db.executeSql("select 1 / 0")).rejects.toThrow("division by zero");
  expect(await askAll(2)).toEqual([0, 1]);
});

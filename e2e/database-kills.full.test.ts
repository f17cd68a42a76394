import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Embedded, startEmbedded } from "#db/embedded.ts";
import { delivery, receiver, thousands } from "./deliveries.ts";
import { type Instance, startInstance } from "./instance.ts";

/** PostgreSQL is ended at once, five times, as `pg_ctl stop -m immediate` does it: what was acknowledged is there, once. */

let folder: string;
let cluster: Embedded;
let admin: postgres.Sql;
let instance: Instance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "throughline-kills-"));
  cluster = await startEmbedded({ dataDir: folder });
  admin = postgres(cluster.adminUrl, { max: 1, database: "throughline", onnotice: () => {} });
  instance = await startInstance({ databaseUrl: cluster.url, env: { LOG_LEVEL: "warn" } });
}, 120_000);
afterEach(() => {
  expect(instance.logs()).not.toMatch(/unhandled rejection|uncaught exception/);
});
afterAll(async () => {
  await instance?.kill();
  await admin?.end({ timeout: 5 });
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

const arrive = (slug: string) => receiver({ databaseUrl: cluster.url, admin, instance }, slug);

it("F2 five immediate ends of the database under load: no acknowledged write lost or doubled, and only 503s", async () => {
  const { id, request } = await arrive("f2");
  const acknowledged: string[] = [];
  const attempted = new Set<string>();
  const bad: string[] = [];
  let refused = 0;
  let over = false;
  let written = 0;

  /** With an Idempotency-Key a client insists until it has its answer; without one it does not ask twice. */
  const write = async (insists: boolean) => {
    const name = `${insists ? "keyed" : "bare"} ${written++}`;
    attempted.add(name);
    for (;;) {
      const answer = await request("/feedback", {
        method: "POST",
        headers: { "content-type": "application/json", ...(insists ? { "idempotency-key": name } : {}) },
        body: JSON.stringify({ title: name, source: "f2" }),
      });
      const text = await answer.text();
      if (answer.status === 201) return void acknowledged.push(name);
      refused++;
      if (answer.status !== 503 || Number(answer.headers.get("retry-after")) < 1) bad.push(`${answer.status} ${text}`);
      if (!insists) return;
      await sleep(50);
    }
  };
  const read = async () => {
    const answer = await request("/feedback?limit=5");
    const text = await answer.text();
    if (![200, 503].includes(answer.status)) bad.push(`${answer.status} ${text}`);
    await sleep(10);
  };
  const client = async (work: () => Promise<void>) => {
    while (!over) await work();
  };
  const killer = async () => {
    for (let n = 0; n < 5; n++) {
      const before = acknowledged.length;
      await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before + 50);
      await sleep(Math.random() * 500);
      await cluster.crash();
      await sleep(Math.random() * 1_000);
      await cluster.start();
    }
    const last = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(last + 50);
    over = true;
  };
  const writers = [true, true, true, false, false].map((insists) => client(() => write(insists)));
  await Promise.all([...writers, client(read), client(read), killer()]);

  const rows = await admin`select title from feedback where workspace_id = ${id}`;
  const stored = rows.map(({ title }) => String(title));
  const there = new Set(stored);
  console.log("F2", JSON.stringify({ acknowledged: acknowledged.length, stored: stored.length, refused }));
  expect(bad).toEqual([]);
  expect(refused).toBeGreaterThan(5);
  expect(there.size).toBe(stored.length);
  expect(acknowledged.filter((name) => !there.has(name))).toEqual([]);
  // What insisted was acknowledged in the end, so nothing else with a key is there.
  expect(stored.filter((name) => name.startsWith("keyed")).length).toBe(
    acknowledged.filter((name) => name.startsWith("keyed")).length,
  );
  expect(stored.every((name) => attempted.has(name))).toBe(true);
  const [{ events } = { events: 0 }] = await admin`
    select count(*)::int as events from events where workspace_id = ${id} and action = 'feedback.created'`;
  expect(events).toBe(stored.length);
}, 240_000);

it("M2 100,000 tickets while the server is killed 20 times and its database 5 times: each is there once", async () => {
  const { request, figures } = await arrive("m2");
  const { seen, unexpected, rest } = delivery(request, "m2", thousands(100));
  let kills = 0;
  const killer = async () => {
    for (; kills < 25; kills++) {
      await expect.poll(() => seen.acknowledged, { timeout: 120_000 }).toBeGreaterThanOrEqual(kills * 3.6);
      await sleep(Math.random() * 400);
      if (kills % 5 === 4) {
        await cluster.crash();
        await sleep(Math.random() * 500);
        await cluster.start();
      } else {
        await instance.kill();
        await instance.restart();
      }
    }
  };
  await Promise.all([rest(), killer()]);
  console.log("M2", JSON.stringify({ ...seen, kills }));
  expect(unexpected).toEqual([]);
  expect(await figures()).toEqual({ rows: 100_000, distinct: 100_000, events: 100_000 });
  expect(seen).toMatchObject({ created: 100_000, acknowledged: 100 });
  expect(kills).toBe(25);
  expect(seen.replays).toBeGreaterThanOrEqual(1);
}, 600_000);

import { spawnSync } from "node:child_process";
import { mkdir, rename, rm, statfs, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accountFor } from "#db/embedded/account.ts";
import { type Embedded, startEmbedded } from "#db/embedded.ts";
import { newDataDir } from "#db/testing/folder.ts";
import { receiver } from "./deliveries.ts";
import { type Instance, startInstance } from "./instance.ts";

/** PostgreSQL on small disks of its own, one for tables and one for the write-ahead log, which get full. */

const megabyte = 1024 * 1024;
let place: string;
let cluster: Embedded;
let admin: postgres.Sql;
let instance: Instance;
let desk: Awaited<ReturnType<typeof receiver>>;
const disks = { tables: "", log: "" };

const run = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: "utf8" });

async function mount(folder: string, megabytes: number) {
  await mkdir(folder, { recursive: true });
  const { status, stderr } = run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=0711`, "tmpfs", folder);
  if (status === 0) return;
  throw new Error(`This test needs a small disk to fill, which only root may mount: ${stderr}`);
}

const empty = (folder: string) => rm(join(folder, "ballast"), { force: true });
/** Takes what is left of a disk, but for so many bytes. PostgreSQL may take some of it in the same moment. */
async function fill(folder: string, left: number, tries = 3): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  try {
    await writeFile(join(folder, "ballast"), Buffer.alloc(Math.max(0, bavail * bsize - left)));
  } catch (error) {
    if (tries === 1) throw error;
    await empty(folder);
    await fill(folder, left, tries - 1);
  }
}

beforeAll(async () => {
  place = await newDataDir();
  disks.tables = join(place, "tables");
  disks.log = join(place, "log");
  await mount(disks.tables, 120);
  await mount(disks.log, 120);
  cluster = await startEmbedded({ dataDir: disks.tables });
  const sql = postgres(cluster.adminUrl, { max: 1 });
  await sql`alter system set min_wal_size = '32MB'`;
  await sql`alter system set max_wal_size = '48MB'`;
  await sql.end();
  // The log moves to its own disk while the database is down.
  await cluster.stop();
  const [was, now] = [join(cluster.folder, "pg_wal"), join(disks.log, "pg_wal")];
  expect(run("cp", "-a", was, now).status).toBe(0);
  await rename(was, `${was}.old`);
  await rm(`${was}.old`, { recursive: true });
  await symlink(now, was);
  cluster = await startEmbedded({ dataDir: disks.tables });
  expect(accountFor(cluster.folder)).toBeDefined();
  admin = postgres(cluster.adminUrl, { max: 1, database: "throughline", onnotice: () => {} });
  instance = await startInstance({ databaseUrl: cluster.url, env: { LOG_LEVEL: "warn" } });
  desk = await receiver({ databaseUrl: cluster.url, admin, instance }, "full");
}, 120_000);

afterAll(async () => {
  await instance?.kill();
  await admin?.end({ timeout: 5 });
  await cluster?.stop();
  for (const folder of [disks.tables, disks.log]) if (folder) run("umount", "-l", folder);
  await rm(place, { recursive: true, force: true });
});

const acknowledged: string[] = [];
let sent = 0;

/** A batch of 500 of about 1 kB each, which do not shrink when they are stored. */
async function batch(): Promise<number> {
  const name = `b${sent++}`;
  const items = Array.from({ length: 500 }, (_, n) => ({
    source: name,
    externalId: `${n}`,
    title: `${name} ${n}`,
    body: Array.from({ length: 30 }, () => crypto.randomUUID()).join(" "),
  }));
  const answer = await desk.request("/feedback/batch", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ items }),
  });
  const text = await answer.text();
  if (answer.status === 200) acknowledged.push(name);
  else expect([answer.status, Number(answer.headers.get("retry-after")) >= 1], text).toEqual([503, true]);
  return answer.status;
}

const list = async () => (await desk.request("/feedback?limit=5")).status;

/** Every batch that was acknowledged is there whole, and of no other there is anything, but what a lost answer may have hidden. */
async function expectWhole(unheard = 0) {
  const rows = await admin`select source, count(*)::int as n from feedback group by source`;
  const there = new Map(rows.map(({ source, n }) => [String(source), Number(n)]));
  expect([...there.values()].every((n) => n === 500)).toBe(true);
  expect(acknowledged.filter((name) => !there.has(name))).toEqual([]);
  expect(there.size - acknowledged.length).toBeLessThanOrEqual(unheard);
}

it("F6 a disk that rows have filled: 503 and no part of a batch, while reads go on; with space again, so do writes", async () => {
  expect(await batch()).toBe(200);
  await fill(disks.tables, 12 * megabyte);
  let status = 200;
  for (let n = 0; status === 200 && n < 200; n++) status = await batch();
  expect(status).toBe(503);
  for (let n = 0; n < 5; n++) {
    expect(await batch()).toBe(503);
    expect(await list()).toBe(200);
  }
  expect((await fetch(`${instance.url}/readyz`)).status).toBe(200);
  await expectWhole();
  await empty(disks.tables);
  await expect.poll(batch, { timeout: 20_000 }).toBe(200);
  await expectWhole();
}, 120_000);

it("F6 a write-ahead log that cannot grow ends the database: as when it is killed; with space and a start, all that was acknowledged is there", async () => {
  const acknowledgedBefore = acknowledged.length;
  await fill(disks.log, 0);
  // What is left is in the segments that are there already.
  const down = async () => {
    await batch();
    return cluster.pid() === null || (await fetch(`${instance.url}/readyz`)).status === 503;
  };
  await expect.poll(down, { timeout: 90_000, interval: 20 }).toBe(true);
  expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgedBefore);
  for (let n = 0; n < 5; n++) {
    expect((await fetch(`${instance.url}/healthz`)).status).toBe(200);
    expect([200, 503]).toContain(await list());
  }
  await empty(disks.log);
  // It may have begun again by itself, now that it can.
  await cluster.start();
  await expect.poll(batch, { timeout: 30_000 }).toBe(200);
  await expect.poll(list, { timeout: 10_000 }).toBe(200);
  // A commit whose answer the end of the database swallowed may be there, once for each request under way: there was one.
  await expectWhole(1);
  expect(instance.logs()).not.toMatch(/unhandled rejection|uncaught exception/);
}, 180_000);

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { within } from "#lib/core/operation.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { enqueue } from "./enqueue.ts";
import { job } from "./job.ts";
import { prepareQueues, type RunningJobs, startJobs } from "./queue.ts";
import { slowJob } from "./testing/slow-job.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let admin: postgres.Sql;
const children: ChildProcess[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 6);
  admin = postgres(fresh.adminUrl, { max: 1, onnotice: () => {} });
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await admin.end({ timeout: 5 });
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

const addCompanies = (actor: Actor, count: number) =>
  within(actor, "write", async ({ tx, record }) => {
    const ids = Array.from({ length: count }, newId);
    await tx.execute(sql`
      insert into companies (workspace_id, id, name)
      select ${actor.workspace.id}::uuid, value::uuid, 'Waiting' from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)`);
    record({ action: "test.prepared", subject: { type: "workspace", id: actor.workspace.id } });
    return ids;
  });

/** Waits until the queue's own count says that nothing is left to do. */
async function settled(jobs: RunningJobs, withinMs = 15_000, name = slowJob.name) {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(100)) {
    // While the database is away, nobody knows.
    const figures = await jobs.figures().catch(() => null);
    if (figures?.active === 0 && !figures.waiting[name]) return;
  }
  throw new Error(`jobs still wait after ${withinMs} ms`);
}

const eventsOf = (actor: Actor, action: string) =>
  within(actor, "read", ({ tx }) =>
    tx.execute<{ subject: string; reason: string | null }>(sql`
      select subject_id as subject, reason from events where workspace_id = ${actor.workspace.id} and action = ${action}`),
  );

describe("a job", () => {
  it("runs when its transaction commits, and never when it does not", async () => {
    const { actors } = await newTestWorkspace();
    const [one = "", two = ""] = await addCompanies(actors.owner, 2);
    const jobs = await startJobs({ url: fresh.url, jobs: [slowJob] });
    await within(actors.owner, "write", (scope) => enqueue(scope, slowJob, { companyId: one }));
    const undone = within(actors.owner, "write", async (scope) => {
      await enqueue(scope, slowJob, { companyId: two });
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    await settled(jobs);
    expect((await eventsOf(actors.owner, "test.done")).map((event) => event.subject)).toEqual([one]);
    await jobs.stop();
    expect(jobs.running).toBe(false);
  });

  it("is tried again after an error, and given up after three, with an entry in the history", async () => {
    const { actors } = await newTestWorkspace();
    let runs = 0;
    const failing = job({
      name: "test.failing",
      needs: [],
      input: slowJob.input,
      run: async () => {
        runs++;
        throw new Error("a defect");
      },
    });
    const jobs = await startJobs({ url: fresh.url, jobs: [failing] });
    const dead = (await jobs.figures()).dead;
    await within(actors.owner, "write", (scope) => enqueue(scope, failing, { companyId: newId() }));
    await settled(jobs, 15_000, failing.name);
    expect(runs).toBe(3);
    expect((await jobs.figures()).dead).toBe(dead + 1);
    expect(await eventsOf(actors.owner, "job.givenUp")).toHaveLength(1);
    await jobs.stop();
  });

  it("goes back to the queue when its process stops, and is taken up by another", async () => {
    const { actors } = await newTestWorkspace();
    const [id = ""] = await addCompanies(actors.owner, 1);
    const first = await startJobs({ url: fresh.url, jobs: [slowJob] });
    await within(actors.owner, "write", (scope) => enqueue(scope, slowJob, { companyId: id }));
    while ((await first.figures()).active === 0) await sleep(50);
    await first.stop({ graceMs: 5_000 });
    expect(await eventsOf(actors.owner, "test.done")).toHaveLength(0);
    const second = await startJobs({ url: fresh.url, jobs: [slowJob] });
    await settled(second);
    expect(await eventsOf(actors.owner, "test.done")).toHaveLength(1);
    await second.stop();
  });

  it("can be enqueued where no process works", async () => {
    const { actors } = await newTestWorkspace();
    const later = job({ name: "test.later", needs: [], input: slowJob.input, run: async () => {} });
    await prepareQueues({ url: fresh.url, jobs: [later] });
    const id = await within(actors.owner, "write", (scope) => enqueue(scope, later, { companyId: newId() }));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

it("T13 a job of A with B's ids goes to the dead letters, changes nothing and is noted in A's history", async () => {
  const [a, b] = [await newTestWorkspace("A"), await newTestWorkspace("B")];
  const [foreign = ""] = await addCompanies(b.actors.owner, 1);
  const before = await eventsOf(b.actors.owner, "test.done");
  const jobs = await startJobs({ url: fresh.url, jobs: [slowJob] });
  const dead = (await jobs.figures()).dead;
  const jobId = await within(a.actors.owner, "write", (scope) => enqueue(scope, slowJob, { companyId: foreign }));
  await settled(jobs);
  expect((await jobs.figures()).dead).toBe(dead + 1);
  const [company] = await admin`select name, version from companies where id = ${foreign}`;
  expect(company).toEqual({ name: "Waiting", version: 1 });
  expect(await eventsOf(b.actors.owner, "test.done")).toEqual(before);
  expect(await eventsOf(b.actors.owner, "job.givenUp")).toHaveLength(0);
  expect([...(await eventsOf(a.actors.owner, "job.givenUp"))]).toEqual([{ subject: jobId, reason: "not_found" }]);
  await jobs.stop();
});

it("T13 the queue refuses a job in the name of another workspace", async () => {
  const [a, b] = [await newTestWorkspace("A"), await newTestWorkspace("B")];
  const data = { workspaceId: b.workspace.id, requestId: "forged", input: { companyId: newId() } };
  const forged = within(a.actors.owner, "write", ({ tx }) =>
    tx.execute(sql`select enqueue_job(${slowJob.name}, ${JSON.stringify(data)}::jsonb)`),
  );
  await expect(forged).rejects.toThrow();
});

it("F10 20 jobs of a worker killed with -9 are all done within 60 s, each once", async () => {
  const { actors } = await newTestWorkspace();
  const ids = await addCompanies(actors.owner, 20);
  await prepareQueues({ url: fresh.url, jobs: [slowJob] });
  const child = spawn(process.execPath, [join(import.meta.dirname, "testing", "worker.ts"), fresh.url, "20"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  await within(actors.owner, "write", async (scope) => {
    for (const companyId of ids) await enqueue(scope, slowJob, { companyId });
  });
  const held = () =>
    admin`select count(*)::int as count from pgboss.job where name = ${slowJob.name} and state = 'active'`;
  while ((await held())[0]?.count < 20) await sleep(20);
  child.kill("SIGKILL");
  const killed = Date.now();
  const done = (await eventsOf(actors.owner, "test.done")).length;
  expect(done).toBeLessThan(20);
  const jobs = await startJobs({ url: fresh.url, workers: 4, jobs: [slowJob] });
  await settled(jobs, 60_000);
  expect(Date.now() - killed).toBeLessThan(60_000);
  const events = await eventsOf(actors.owner, "test.done");
  expect(events.map((event) => event.subject).sort()).toEqual([...ids].sort());
  await jobs.stop();
}, 90_000);

it("F1 the queue goes on by itself after the database was away, without an unhandled rejection", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const { actors } = await newTestWorkspace();
  const [id = ""] = await addCompanies(actors.owner, 1);
  const jobs = await startJobs({ url: fresh.url, jobs: [slowJob] });
  await within(actors.owner, "write", (scope) => enqueue(scope, slowJob, { companyId: id }));
  while ((await jobs.figures()).active === 0) await sleep(50);
  const name = new URL(fresh.url).pathname.slice(1);
  const elsewhere = postgres(inject("cluster").adminUrl, { max: 1, onnotice: () => {} });
  await elsewhere`alter database ${elsewhere(name)} allow_connections false`;
  await elsewhere`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and usename <> 'postgres'`;
  await sleep(4_000);
  await elsewhere`alter database ${elsewhere(name)} allow_connections true`;
  await elsewhere.end();
  await settled(jobs, 40_000);
  expect(await eventsOf(actors.owner, "test.done")).toHaveLength(1);
  await jobs.stop();
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
}, 60_000);

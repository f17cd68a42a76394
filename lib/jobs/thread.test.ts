import { setTimeout as sleep } from "node:timers/promises";
import { Registry } from "prom-client";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { createImport } from "#lib/imports/commands.ts";
import { runImport } from "#lib/imports/jobs.ts";
import { showImports } from "#lib/imports/metrics.ts";
import { getImport } from "#lib/imports/queries.ts";
import { ended, streamed, tickets } from "#lib/imports/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { type RunningJobs, startJobs } from "./queue.ts";
import { JobThread } from "./thread.ts";

const registry = new Registry();
const count = 6_000;
const body = `${tickets().slice(0, count).join("\n")}\n`;
const all = { received: count, created: count, updated: 0, unchanged: 0, rejected: 0 };
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const trouble = vi.fn();
let thread: JobThread;
let jobs: RunningJobs;

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 6);
  showImports(registry);
  thread = new JobThread({ databaseUrl: fresh.url, workers: 4 }, trouble);
  jobs = await startJobs({ url: fresh.url, jobs: [runImport], thread });
});
afterAll(async () => {
  await jobs.stop();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

const editor = async () => (await newTestWorkspace()).actors.editor;
const send = async (actor: Actor, dryRun = false) => {
  const sent = { body: streamed(body), contentType: "application/x-ndjson", idempotencyKey: undefined };
  return (await createImport(actor, { format: "throughline", dryRun }, sent)).body.id;
};
const counted = async () => {
  const [metric] = await registry.getMetricsAsJSON();
  return metric?.values.find(({ labels }) => labels.result === "created")?.value ?? 0;
};

it("carries out what goes on for long, dry or not, and this process counts its rows", async () => {
  const carried = vi.spyOn(thread, "carryOut");
  const actor = await editor();
  const before = await counted();
  expect((await ended(actor, await send(actor, true))).counts).toEqual(all);
  expect(carried).toHaveBeenCalledTimes(1);
  expect(await counted()).toBe(before);
  expect((await ended(actor, await send(actor))).counts).toEqual(all);
  expect(carried.mock.calls.length).toBeGreaterThan(1);
  expect(await counted()).toBe(before + count);
  carried.mockRestore();
});

const isWellUnderWay = (actor: Actor, id: string) =>
  vi.waitFor(async () => expect((await getImport(actor, { id })).counts.received).toBeGreaterThan(3_000), {
    timeout: 30_000,
    interval: 20,
  });
/** Nothing in it foresees a job that is not in the list. */
const kill = () =>
  thread.carryOut({ ...runImport, name: "no.job" }, { id: newId(), data: {} }, new AbortController().signal);

it("dies without taking an import with it: what was under way is done by the next one", async () => {
  const actor = await editor();
  const id = await send(actor);
  await isWellUnderWay(actor, id);
  trouble.mockClear();
  expect(await kill()).toMatchObject({ status: "failed", output: { message: "the thread died" } });
  expect(trouble).toHaveBeenCalledTimes(1);
  expect((await ended(actor, id)).counts).toEqual(all);
});

it("is not given a job again that three of it have died with: its import says so", async () => {
  const actor = await editor();
  const carried = vi.spyOn(thread, "carryOut");
  const id = await send(actor, true);
  const isTaken = () =>
    vi.waitFor(() => expect(carried.mock.calls.some(([job]) => job.name === runImport.name)).toBe(true), {
      timeout: 30_000,
    });
  for (let n = 0; n < 3; n++) {
    await isTaken();
    carried.mockClear();
    await kill();
  }
  expect(await ended(actor, id)).toMatchObject({ state: "failed", error: expect.stringContaining("unexpected") });
  carried.mockRestore();
});

it("leaves its jobs to this thread where none can be begun", async () => {
  const barren = new JobThread({ databaseUrl: "no address", workers: 1 }, trouble);
  const taken = { id: newId(), data: "of no queue" };
  const signal = new AbortController().signal;
  expect(await barren.carryOut(runImport, taken, signal)).toMatchObject({ status: "failed" });
  expect(await barren.carryOut(runImport, taken, signal)).toMatchObject({ status: "deadletter" });
});

it("ends a job at its next checkpoint when it is told to, and goes on with it as if nothing had been", async () => {
  const actor = await editor();
  const id = await send(actor);
  await isWellUnderWay(actor, id);
  await jobs.stop();
  const { state, counts } = await getImport(actor, { id });
  expect(state).toBe("running");
  await sleep(500);
  expect((await getImport(actor, { id })).counts).toEqual(counts);
  thread = new JobThread({ databaseUrl: fresh.url, workers: 4 }, trouble);
  jobs = await startJobs({ url: fresh.url, jobs: [runImport], thread });
  expect((await ended(actor, id)).counts).toEqual(all);
});

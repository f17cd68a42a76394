import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { z } from "zod";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { id } from "#lib/core/fields.ts";
import { newId } from "#lib/core/id.ts";
import { type Scope, within } from "#lib/core/operation.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { answer, ring } from "./doorbell.ts";
import { enqueue } from "./enqueue.ts";
import { job } from "./job.ts";
import { type RunningJobs, startJobs } from "./queue.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let own: TestWorkspace;
let jobs: RunningJobs;
let done: (companyId: string) => void = () => {};
const seldom = job({
  name: "test.seldom",
  input: z.strictObject({ companyId: id }),
  needs: [],
  isSeldom: true,
  run: async ({ input }) => done(input.companyId),
});
const put = (scope: Scope, companyId = newId()) => enqueue(scope, seldom, { companyId });

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 4);
  own = await newTestWorkspace();
  jobs = await startJobs({ url: fresh.url, jobs: [seldom] });
});
afterAll(async () => {
  await jobs.stop();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

it("rings once what was enqueued is committed, and not at all if it is not", async () => {
  let rung = 0;
  const end = answer(seldom.name, () => rung++);
  await within(own.actors.owner, "write", async (scope) => {
    await put(scope);
    expect(rung).toBe(0);
  });
  expect(rung).toBe(1);
  const failed = within(own.actors.owner, "write", async (scope) => {
    await put(scope);
    throw new Error("not after all");
  });
  await expect(failed).rejects.toThrow("not after all");
  expect(rung).toBe(1);
  end();
  ring(seldom.name);
  expect(rung).toBe(1);
});

it("wakes a worker that asks every three seconds: four jobs, each after the other, do not take nine", async () => {
  const began = performance.now();
  for (let n = 0; n < 4; n++) {
    const companyId = newId();
    const ended = new Promise<void>((resolve) => {
      done = (one) => (one === companyId ? resolve() : undefined);
    });
    await within(own.actors.owner, "write", (scope) => put(scope, companyId));
    await ended;
  }
  expect(performance.now() - began).toBeLessThan(9_000);
});

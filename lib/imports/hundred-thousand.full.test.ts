import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { within } from "#lib/core/operation.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createImport } from "./commands.ts";
import { runImport } from "./jobs.ts";
import { ended, manyTickets, streamed } from "./testing.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: RunningJobs;

beforeAll(async () => {
  fresh = await freshDatabase();
  useDatabase(fresh.url, 10);
  jobs = await startJobs({ url: fresh.url, jobs: [runImport] });
});
afterAll(async () => {
  await jobs.stop();
  await database().close();
  await fresh.drop();
  useDatabase(inject("databaseUrl"), 6);
});

it("M6 100,000 records a second time: all unchanged, no event, in at most 60 % of the time", async () => {
  const { editor } = (await newTestWorkspace()).actors;
  const body = `${manyTickets(100_000).join("\n")}\n`;
  const took = async () => {
    const incoming = { body: streamed(body), contentType: "application/x-ndjson", idempotencyKey: undefined };
    const { body: run } = await createImport(editor, { format: "throughline" }, incoming);
    const { counts, startedAt, finishedAt } = await ended(editor, run.id, 900_000);
    return { counts, ms: Date.parse(finishedAt ?? "") - Date.parse(startedAt ?? "") };
  };
  const written = () =>
    within(editor, "read", async ({ tx }) => {
      const own = sql`workspace_id = ${editor.workspace.id}`;
      const [row] = await tx.execute<Record<string, number>>(sql`
        select (select count(*) from feedback where ${own}) as feedback,
          (select count(*) from events where ${own} and subject_type <> 'import') as events`);
      return row;
    });
  const first = await took();
  const before = await written();
  const second = await took();
  console.log("M6", JSON.stringify({ firstMs: first.ms, secondMs: second.ms }));
  expect(first.counts).toMatchObject({ received: 100_000, created: 100_000 });
  expect(second.counts).toEqual({ received: 100_000, created: 0, updated: 0, unchanged: 100_000, rejected: 0 });
  expect(await written()).toEqual(before);
  expect(second.ms).toBeLessThanOrEqual(first.ms * 0.6);
}, 1_200_000);

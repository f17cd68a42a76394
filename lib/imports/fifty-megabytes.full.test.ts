import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { within } from "#lib/core/operation.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createImport } from "./commands.ts";
import { runImport } from "./jobs.ts";
import { mapImport } from "./map.ts";
import { previewImport } from "./preview.ts";
import { ended } from "./testing.ts";

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

const rowCount = 13_000;
const mebibyte = 1024 * 1024;

/** 50 MB of windows-1252, made as it is sent: line breaks and quotes in cells, one row in a thousand that is bad. */
async function* file(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("ticket id;subject;description;email\r\n");
  const words = `Grüße, „der“ Drucker ""druckt"" nicht;\r\nseit gestern. `.replace(/[„“]/g, "'");
  for (let n = 0; n < rowCount; n++) {
    const id = n % 1_000 === 999 ? "1.4E+06" : String(n);
    yield Buffer.from(`${id};Ticket ${n};"${words.repeat(80)}";p${n}@c${n % 50}.example\r\n`, "latin1");
  }
}

it("M10 a CSV file of 50 MB is read row by row, in little memory", async () => {
  const { editor } = (await newTestWorkspace()).actors;
  global.gc?.();
  const base = process.memoryUsage().rss;
  let highest = base;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 50);
  try {
    const incoming = { body: file(), contentType: "text/csv", idempotencyKey: undefined };
    const { body: run } = await createImport(editor, { format: "auto", source: "big" }, incoming);
    expect(run).toMatchObject({ state: "needs_mapping", format: "csv" });
    expect(run.bytes.total).toBeGreaterThan(50 * mebibyte);
    expect((await previewImport(editor, { id: run.id })).mapping).toMatchObject({
      encoding: "windows-1252",
      delimiter: ";",
    });
    await mapImport(editor, { id: run.id });
    const done = await ended(editor, run.id, 540_000);
    expect(done).toMatchObject({ state: "done", counts: { received: rowCount, created: rowCount - 13, rejected: 13 } });
  } finally {
    clearInterval(watch);
  }
  const [row] = await within(editor, "read", ({ tx }) =>
    tx.execute<{ body: string }>(sql`
      select body from feedback where workspace_id = ${editor.workspace.id} and external_id = '12345'`),
  );
  expect(row?.body.startsWith("Grüße, 'der' Drucker \"druckt\" nicht;\r\nseit gestern. Grüße")).toBe(true);
  console.log(`50 MB of CSV: ${Math.round((highest - base) / mebibyte)} MB above ${Math.round(base / mebibyte)} MB`);
  expect(highest - base).toBeLessThanOrEqual(200 * mebibyte);
}, 600_000);

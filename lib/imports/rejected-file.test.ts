import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { type RunningJobs, startJobs } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createImport } from "./commands.ts";
import { runImport } from "./jobs.ts";
import { mapImport } from "./map.ts";
import { downloadRejected } from "./rejected-file.ts";
import { ended, streamed } from "./testing.ts";

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

const editor = async () => (await newTestWorkspace()).actors.editor;
const send = async (actor: Actor, body: string | Buffer, format: "csv" | "json" | "throughline", source?: string) => {
  const incoming = { body: streamed(body), contentType: "application/octet-stream", idempotencyKey: undefined };
  return (await createImport(actor, { format, ...(source ? { source } : {}), name: "Tickets: Q1.csv" }, incoming)).body;
};
const titles = (actor: Actor) =>
  within(actor, "read", ({ tx }) =>
    tx.execute<{ title: string; fields: Record<string, string> }>(sql`
      select title, fields from feedback where workspace_id = ${actor.workspace.id} order by external_id`),
  );

describe("M11 the file of rejected rows", () => {
  it("M11 holds them with their problem, safe for a spreadsheet, and can be mended and sent again", async () => {
    const actor = await editor();
    const hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "\u0000=1", "plain", "'tis"];
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const bad = hostile.map((text, n) => `9.${n}E+07,${cell(`Title ${n}`)},${cell(text)},${cell(text)}`);
    const text = ["id,title,note,note", "1,Good,fine,fine", ...bad, ""].join("\r\n");
    const run = await send(actor, text, "csv", "desk");
    await mapImport(actor, { id: run.id });
    expect((await ended(actor, run.id)).counts).toMatchObject({ created: 1, rejected: hostile.length });
    const file = await downloadRejected(actor, { id: run.id });
    expect(file).toMatchObject({ name: "Tickets: Q1 rejected.csv", type: "text/csv; charset=utf-8" });
    expect(file.text.startsWith("\ufeffid,title,note,note,Import row,Import line,Import problem\r\n")).toBe(true);
    const rows: string[][] = parse(file.text, { bom: true });
    expect(rows).toHaveLength(hostile.length + 1);
    const dangerous = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "\u0000"];
    for (const value of rows.flat()) expect(dangerous).not.toContain(value[0]);
    expect(rows[1]).toEqual(["9.0E+07", "Title 0", "'=1+1", "'=1+1", "2", "3", expect.stringContaining("spreadsheet")]);
    // Mended, it goes in by itself: the columns are those that this source was mapped by.
    const mended = file.text.replaceAll(/^9\.(\d)E\+07/gm, (_, n) => `10${n}`);
    const again = await send(actor, mended, "csv", "desk");
    expect(again.state).toBe("queued");
    expect((await ended(actor, again.id)).counts).toMatchObject({ created: hostile.length, rejected: 0 });
    const stored = await titles(actor);
    expect(stored.map(({ title }) => title)).toEqual(["Good", ...hostile.map((_, n) => `Title ${n}`)]);
    const clean = (value: string) => value.replaceAll("\u0000", "").trim();
    expect(stored.slice(1).map(({ fields }) => fields.note)).toEqual(hostile.map(clean));
  });

  it("M11 is the same when nothing was mended", async () => {
    const actor = await editor();
    const first = await send(actor, Buffer.from("id;title\n1E+5;\xfcber\n2E+5;=x\n", "latin1"), "csv", "desk");
    await mapImport(actor, { id: first.id });
    await ended(actor, first.id);
    const one = await downloadRejected(actor, { id: first.id });
    const second = await send(actor, one.text, "csv", "desk");
    await ended(actor, second.id);
    const two = await downloadRejected(actor, { id: second.id });
    expect(two.text).toBe(one.text);
    expect(one.text).toContain("über");
  });

  it("M11 of JSON has the problem as a key of its own, which is ignored when it comes back", async () => {
    const actor = await editor();
    const lines = [
      '{"externalId":"1","title":"Good"}',
      '{"externalId":"2","title":"Bad","colour":"red"}',
      "not json",
      "",
    ].join("\n");
    const run = await send(actor, lines, "throughline", "desk");
    await ended(actor, run.id);
    const { text, type } = await downloadRejected(actor, { id: run.id });
    expect(type).toBe("application/x-ndjson");
    const records = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records).toMatchObject([
      { externalId: "2", _import: { row: 2, line: 2, problem: "colour: is not a field here" } },
      { _import: { row: 3, text: "not json" } },
    ]);
    const mended = text.replace(',"colour":"red"', "");
    const again = await ended(actor, (await send(actor, mended, "throughline", "desk")).id);
    expect(again.counts).toMatchObject({ created: 1, rejected: 1 });
  });

  it("holds rows that could not be read as CSV too, and nothing when none was rejected", async () => {
    const actor = await editor();
    const run = await send(actor, 'id,title\n1,"open\n2,too,many\n3,good\n', "csv");
    await mapImport(actor, { id: run.id });
    await ended(actor, run.id);
    const rows: string[][] = parse((await downloadRejected(actor, { id: run.id })).text, {
      bom: true,
      relax_column_count: true,
    });
    expect(rows.slice(1)).toEqual([
      ["1", '"open', "1", "2", "a quote is opened and never closed"],
      ["2", "too", "2", "3", "has 3 cells where the file has 2 columns", "many"],
    ]);
    const other = await newTestWorkspace("Other");
    await expect(downloadRejected(other.actors.owner, { id: run.id })).rejects.toMatchObject({ code: "not_found" });
  });
});

import { sql } from "drizzle-orm";
import { sqlState } from "#db/client.ts";
import type { FieldProblem } from "#lib/core/errors.ts";
import { type Scope, within } from "#lib/core/operation.ts";
import { ingest } from "#lib/feedback/ingest.ts";
import { rehearse } from "./dry-run.ts";
import { recordDecoderOf } from "./encoding.ts";
import { counted, type KeptWarnings } from "./mapping/warnings.ts";
import { countRows, type Tally } from "./metrics.ts";
import type { Opened } from "./open.ts";
import { type Item, shown } from "./read.ts";
import type { Place } from "./split.ts";
import { noted } from "./undo/writes.ts";

export type Result = { status: "created" | "updated" | "unchanged" } | { status: "rejected"; errors: FieldProblem[] };

/** What follows a batch. `turn`: the import goes on as another job. `work` joins the batch's transaction. */
export type Next = { step: "batch" | "turn" | "end"; work?: (scope: Scope) => Promise<void> };

/** A batch is short enough for others to wait for: well under a second as a rule. */
const deadlineMs = 30_000;
/** A report of more rejected rows than this helps nobody; the count goes on. */
const reportedRows = 10_000;
/** A longer record is not kept to be mended and sent again. */
const sendableBytes = 256 * 1024;

/**
 * Writes a batch together with the counts and the place to go on from: all of it, or nothing. False when the import was
 * cancelled or somebody else works on it.
 */
export async function writeBatch(opened: Opened, items: Item[], next: Next): Promise<boolean> {
  try {
    return await written(opened, items, next);
  } catch (error) {
    if (!isAboutData(error)) throw error;
    const [only] = items;
    if (!only) throw error;
    if (items.length === 1) {
      const problems = [{ pointer: "", code: "not_storable", message: "cannot be stored" }];
      return written(opened, [{ ...only, record: undefined, problems }], next);
    }
    // One record that PostgreSQL refuses must not stop the others: halve until it is alone.
    const half = items.length >> 1;
    const first = await writeBatch(opened, items.slice(0, half), { step: "batch" });
    return first && writeBatch(opened, items.slice(half), next);
  }
}

/** Data exceptions and violated constraints. */
const isAboutData = (error: unknown) => /^2[23]/.test(sqlState(error) ?? "");

async function written(opened: Opened, items: Item[], { step, work }: Next): Promise<boolean> {
  const { actor, id, turn, place, dryRun } = opened;
  const rehearsed =
    dryRun && items.length > 0 ? await rehearse(actor, deadlineMs, (scope) => results(scope, opened, items)) : null;
  const end: Place = items.at(-1)?.end ?? place;
  const tally = await within(
    actor,
    "write",
    async (scope) => {
      const [row] = await scope.tx.execute<{ reported: number; warnings: KeptWarnings }>(sql`
        select rejected as reported, warnings from imports
        where workspace_id = ${actor.workspace.id} and id = ${id} and state = 'running'
          and (checkpoint->>'turn')::int = ${turn} and (checkpoint->>'row')::int = ${place.row}
        for update`);
      if (!row) return null;
      const outcome = rehearsed ?? (await results(scope, opened, items));
      await report(scope, opened, { items, outcome, reported: row.reported });
      const tally = tallied(outcome);
      const warnings = counted(
        row.warnings,
        items.flatMap((item) => item.warnings ?? []),
      );
      await scope.tx.execute(sql`
        update imports set received = received + ${items.length}, created = created + ${tally.created},
          updated = updated + ${tally.updated}, unchanged = unchanged + ${tally.unchanged},
          rejected = rejected + ${tally.rejected}, worked = least(bytes, greatest(worked, ${end.at})),
          warnings = ${JSON.stringify(warnings)}::jsonb, updated_at = now(), version = version + 1,
          checkpoint = ${JSON.stringify({ ...end, turn: step === "turn" ? turn + 1 : turn })}::jsonb
        where workspace_id = ${actor.workspace.id} and id = ${id}`);
      await work?.(scope);
      return tally;
    },
    { deadlineMs },
  );
  if (!tally) return false;
  opened.place = end;
  if (!dryRun) countRows(tally);
  return true;
}

function tallied(outcome: Result[]): Tally {
  const tally = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  for (const { status } of outcome) tally[status]++;
  return tally;
}

async function results(scope: Scope, { met, id, dryRun }: Opened, items: Item[]): Promise<Result[]> {
  const outcome = items.map((item): Result | null => {
    if (item.problems) return { status: "rejected", errors: item.problems };
    const again = met?.repeatOf(item.record);
    return again ? { status: again } : null;
  });
  const open = items.flatMap((item, at) => (item.record && outcome[at] === null ? [{ at, record: item.record }] : []));
  if (open.length > 0) {
    const records = open.map(({ record }) => record);
    const ingested = await (dryRun
      ? ingest(scope, records)
      : noted(scope, id, (witness) => ingest(scope, records, { witness })));
    for (const [i, { at }] of open.entries()) outcome[at] = ingested[i] ?? null;
  }
  return outcome.map((result) => {
    if (!result) throw new Error("a record came to no result");
    return result;
  });
}

type Told = { items: Item[]; outcome: Result[]; reported: number };

async function report({ tx, actor }: Scope, { id, reading }: Opened, { items, outcome, reported }: Told) {
  const decode = recordDecoderOf(reading.mapping?.encoding ?? null);
  const rows = items
    .flatMap(({ row, line, bytes }, at) => {
      const result = outcome[at];
      if (result?.status !== "rejected") return [];
      const record = bytes.length <= sendableBytes ? bytes.toString("base64") : null;
      return [{ row, line, errors: result.errors, raw: shown(bytes, decode), record }];
    })
    .slice(0, Math.max(0, reportedRows - reported));
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into import_rejections (workspace_id, import_id, row, line, errors, raw, record)
    select ${actor.workspace.id}, ${id}, r.row, r.line, r.errors, r.raw, decode(r.record, 'base64')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(row int, line int, errors jsonb, raw text, record text)`);
}

import { sql } from "drizzle-orm";
import type { z } from "zod";
import { AppError, conflict, type FieldProblem } from "#lib/core/errors.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { type Inspected, type Known, orderIn, questionsOf } from "./inspect.ts";
import type { KeptMapping } from "./intake.ts";
import { runImport } from "./jobs.ts";
import { type Column, gathering } from "./mapping/mapping.ts";
import { fileWarnings } from "./mapping/warnings.ts";
import { remember } from "./memory.ts";
import { findWaiting, inspectStored, type Waiting } from "./preview.ts";
import { findImport } from "./representation.ts";
import { importId, importRun, setMappingInput } from "./schema.ts";
import { start } from "./split.ts";

type Told = Omit<z.output<typeof setMappingInput>, "id" | "dryRun" | "draft">;

/** A file that waits for its mapping, or was only tried: what can still be mapped and run. */
async function lockOpen({ tx, actor }: Scope, id: string): Promise<Waiting> {
  const waiting = await findWaiting(tx, actor.workspace.id, id, sql`for update of i`);
  const isOpen = waiting.state === "needs_mapping" || (waiting.state === "done" && waiting.dryRun);
  if (!isOpen) throw conflict("This import waits for nothing: it runs, or has ended.");
  if (!waiting.hasFile) throw conflict("The file of this import is kept no longer. Send it again.");
  return waiting;
}

/** Says how the columns are meant. Unless it is a draft, the import goes on with that, and the source remembers it. */
export const mapImport = command({
  name: "import.map",
  needs: "feedback:import",
  input: setMappingInput,
  output: importRun,
  async run(scope, { id, dryRun, draft = false, ...told }) {
    const { tx, actor, record } = scope;
    const waiting = await lockOpen(scope, id);
    if (!waiting.mapping) throw conflict("The records of this file need no mapping.");
    const inspected = await inspectStored(scope, id, waiting, knownOf(waiting.mapping, told));
    const mapping = merged(waiting.mapping, inspected, told);
    refuseClash(mapping.columns);
    if (!draft) refuseOpen(mapping, inspected);
    await tx.execute(sql`
      update imports set mapping = ${JSON.stringify(mapping)}::jsonb, mapped_by = 'person', source = ${mapping.source},
        warnings = ${JSON.stringify(fileWarnings(inspected.warnings))}::jsonb, updated_at = now(), version = version + 1
      where workspace_id = ${actor.workspace.id} and id = ${id}`);
    if (draft) {
      await reset(scope, id, sql`state = 'needs_mapping', file_kept_until = now() + interval '7 days'`);
      record({ action: "import.drafted", subject: { type: "import", id }, after: { source: mapping.source } });
      return findImport(tx, actor.workspace.id, id);
    }
    if (waiting.format === "csv" || waiting.format === "json") {
      const { encodings: _, ...kept } = mapping;
      await remember(tx, actor.workspace.id, waiting.format, kept);
    }
    record({ action: "import.mapped", subject: { type: "import", id }, after: { source: mapping.source } });
    return begin(scope, id, waiting, dryRun ?? waiting.dryRun);
  },
});

/** Runs for real what was tried, or what is shown, without the file being sent again. */
export const startImport = command({
  name: "import.start",
  needs: "feedback:import",
  input: importId,
  output: importRun,
  async run(scope, { id }) {
    const { tx, actor, record } = scope;
    const waiting = await lockOpen(scope, id);
    const { mapping, format, state } = waiting;
    if (mapping) {
      const inspected = await inspectStored(scope, id, waiting, mapping);
      refuseOpen(mapping, inspected);
      // What nobody looked at before becomes what this source's files are like.
      const { encodings: _, ...kept } = mapping;
      if (state === "needs_mapping" && mapping.source && (format === "csv" || format === "json")) {
        await remember(tx, actor.workspace.id, format, kept);
      }
    }
    record({ action: "import.started", subject: { type: "import", id }, after: { dryRun: false } });
    return begin(scope, id, waiting, false);
  },
});

/** Where the bytes are read in another way, what was found in them before holds no more. */
function knownOf(mapping: KeptMapping, { encoding, delimiter, hasHeader, dateOrder, source }: Told): Known {
  const isOther = encoding !== undefined && encoding !== mapping.encoding;
  return {
    encoding: encoding ?? mapping.encoding,
    delimiter: delimiter ?? (isOther ? null : mapping.delimiter),
    ...(hasHeader === undefined && (isOther || delimiter !== undefined)
      ? {}
      : { hasHeader: hasHeader ?? mapping.hasHeader }),
    dateOrder: dateOrder === undefined ? mapping.dateOrder : dateOrder,
    source: source ?? mapping.source,
    recordsAt: mapping.recordsAt,
  };
}

/** What was told, on top of what is there; columns that are other ones by now are as they were guessed. */
function merged(before: KeptMapping, { mapping, samples }: Inspected, told: Told): KeptMapping {
  const isSame =
    before.columns.length === mapping.columns.length &&
    before.columns.every(({ name }, at) => name === mapping.columns[at]?.name);
  const wanted = new Map(told.columns?.map(({ index, field }) => [index, field]));
  const last = [...wanted.keys()].find((index) => index >= mapping.columns.length);
  if (last !== undefined) {
    const at = told.columns?.findIndex(({ index }) => index === last) ?? 0;
    throw refused([
      { pointer: `/columns/${at}/index`, code: "unknown_column", message: "is not a column of the file" },
    ]);
  }
  const basis = isSame ? before.columns : mapping.columns;
  const columns = basis.map((column): Column => {
    const field = wanted.get(column.index);
    return field === undefined ? column : { ...column, field };
  });
  const dateOrder = mapping.dateOrder ?? (told.dateOrder === null ? null : orderIn(columns, samples));
  return { ...mapping, columns, dateOrder, encodings: before.encodings };
}

const refused = (fields: FieldProblem[]) => new AppError("invalid", "The mapping does not fit.", { fields });

function refuseClash(columns: Column[]): void {
  const seen = new Set<string>();
  const problems = columns.flatMap(({ field, index }): FieldProblem[] => {
    if (field === null || gathering.has(field) || !seen.has(field)) {
      if (field !== null) seen.add(field);
      return [];
    }
    return [{ pointer: `/columns/${index}/field`, code: "taken", message: "is another column's already" }];
  });
  if (problems.length > 0) throw refused(problems);
}

const pointers = { date_order: "/dateOrder", words: "/columns" } as const;

function refuseOpen(mapping: KeptMapping, { samples }: Inspected): void {
  const questions = questionsOf(mapping, samples);
  if (questions.length === 0) return;
  throw refused(questions.map(({ code, message }) => ({ pointer: pointers[code], code, message })));
}

/** As if nothing had been worked off yet; what is known of the file as a whole stays. */
async function reset({ tx, actor }: Scope, id: string, more: ReturnType<typeof sql>): Promise<void> {
  await tx.execute(sql`
    update imports set received = 0, created = 0, updated = 0, unchanged = 0, rejected = 0, worked = 0, error = null,
      started_at = null, finished_at = null,
      warnings = (
        select coalesce(jsonb_object_agg(w.key, w.value) filter (where (w.value->>'rows')::bigint = 0), '{}')
        from jsonb_each(imports.warnings) w),
      ${more}
    where workspace_id = ${actor.workspace.id} and id = ${id}`);
  await tx.execute(sql`
    delete from import_rejections where workspace_id = ${actor.workspace.id} and import_id = ${id}`);
}

async function begin(scope: Scope, id: string, { turn }: Waiting, dryRun: boolean) {
  // A job of an earlier run finds a later turn, and ends.
  const checkpoint = JSON.stringify({ ...start, turn: turn + 1 });
  await reset(
    scope,
    id,
    sql`state = 'queued', dry_run = ${dryRun}, checkpoint = ${checkpoint}::jsonb, file_kept_until = null,
      updated_at = now(), version = version + 1`,
  );
  await enqueue(scope, runImport, { importId: id, turn: turn + 1 });
  return findImport(scope.tx, scope.actor.workspace.id, id);
}

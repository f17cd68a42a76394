import { sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { dropChunks } from "./chunks.ts";
import { runImport } from "./jobs.ts";
import { unwindImport } from "./undo/job.ts";

/** A request lasts a quarter of an hour at most, so an upload this old has lost its server. */
const abandonedAfter = sql`interval '1 hour'`;
/** Each batch says when it was written, and waits for few others. */
const forgottenAfter = sql`interval '1 hour'`;
/** What an import can be undone by, and what it rejected, is kept for this long. */
export const reportsKept = sql`interval '30 days'`;
const rowsAtOnce = 2_000;
const reports = ["import_rejections", "import_writes", "import_kept"];

type Swept = { uploads: number; files: number; reports: number; resumed: number };

/**
 * Removes abandoned uploads, pieces that are worked off, and reports past their date, and has imports gone on with whose
 * job was lost. Gives how many of each.
 */
export async function sweepImports(actor: Actor): Promise<Swept> {
  const own = sql`workspace_id = ${actor.workspace.id}`;
  const ids = async (which: ReturnType<typeof sql>) => {
    const rows = await within(actor, "read", ({ tx }) =>
      tx.execute<{ id: string }>(sql`select id from imports i where ${own} and ${which} order by id limit 1000`),
    );
    return rows.map((row) => row.id);
  };
  const has = (table: string) =>
    sql`exists (select 1 from ${sql.identifier(table)} t where t.workspace_id = i.workspace_id and t.import_id = i.id)`;
  const abandoned = await ids(sql`state = 'receiving' and updated_at < now() - ${abandonedAfter}`);
  const unmapped = await ids(sql`state = 'needs_mapping' and file_kept_until < now()`);
  for (const id of unmapped) await cancelUnmapped(actor, id);
  const finished = await ids(
    sql`finished_at is not null and coalesce(file_kept_until, finished_at) < now() and ${has("import_chunks")}`,
  );
  const old = await ids(sql`finished_at < now() - ${reportsKept} and (${sql.join(reports.map(has), sql` or `)})`);
  for (const id of [...abandoned, ...finished]) await dropChunks(actor, id);
  for (const id of abandoned) {
    await within(actor, "write", ({ tx }) =>
      tx.execute(sql`delete from imports where ${own} and id = ${id} and state = 'receiving'`),
    );
  }
  for (const id of old) await dropReport(actor, id);
  const forgotten = await ids(
    sql`state in ('queued', 'running', 'undoing') and updated_at < now() - ${forgottenAfter}`,
  );
  for (const id of forgotten) await resume(actor, id);
  return { uploads: abandoned.length, files: finished.length, reports: old.length, resumed: forgotten.length };
}

/** Leaves an import to a job once more. A second one for the same does no harm: they take turns, batch by batch. */
async function resume(actor: Actor, importId: string): Promise<void> {
  await within(actor, "write", async (scope) => {
    const [row] = await scope.tx.execute<{ state: string; turn: number }>(sql`
      update imports set updated_at = now()
      where workspace_id = ${actor.workspace.id} and id = ${importId} and state in ('queued', 'running', 'undoing')
        and updated_at < now() - ${forgottenAfter}
      returning state, coalesce((checkpoint->>'turn')::int, 0) as turn`);
    if (row?.state === "undoing") await enqueue(scope, unwindImport, { importId });
    else if (row) await enqueue(scope, runImport, { importId, turn: row.turn, isLong: true });
  });
}

/** Nobody said how its columns are meant. */
async function cancelUnmapped(actor: Actor, id: string): Promise<void> {
  await within(actor, "write", async ({ tx, record }) => {
    const { count } = await tx.execute(sql`
      update imports set state = 'cancelled', finished_at = now(), file_kept_until = null, updated_at = now(),
        version = version + 1
      where workspace_id = ${actor.workspace.id} and id = ${id} and state = 'needs_mapping'
        and file_kept_until < now()`);
    if (count > 0) record({ action: "import.cancelled", subject: { type: "import", id } });
  });
}

/** What was rejected, what can be undone and what undoing kept. */
async function dropReport(actor: Actor, id: string): Promise<void> {
  for (const table of reports) {
    for (let deleted = rowsAtOnce; deleted === rowsAtOnce; ) {
      const result = await within(actor, "write", ({ tx }) =>
        tx.execute(sql`
          delete from ${sql.identifier(table)} t where t.ctid in (
            select ctid from ${sql.identifier(table)}
            where workspace_id = ${actor.workspace.id} and import_id = ${id} limit ${rowsAtOnce})
            and exists (select from imports i
              where i.workspace_id = ${actor.workspace.id} and i.id = ${id} and i.state <> 'undoing' for share)`),
      );
      deleted = result.count;
    }
  }
}

import { sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { dropChunks } from "./chunks.ts";

/** A request lasts a quarter of an hour at most, so an upload this old has lost its server. */
const abandonedAfter = sql`interval '1 hour'`;
const reportsKept = sql`interval '30 days'`;
const rowsAtOnce = 2_000;

/** Removes abandoned uploads, pieces that are worked off, and reports past their date. Gives how many of each. */
export async function sweepImports(actor: Actor): Promise<{ uploads: number; files: number; reports: number }> {
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
  const finished = await ids(sql`finished_at is not null and ${has("import_chunks")}`);
  const old = await ids(sql`finished_at < now() - ${reportsKept} and ${has("import_rejections")}`);
  for (const id of [...abandoned, ...finished]) await dropChunks(actor, id);
  for (const id of abandoned) {
    await within(actor, "write", ({ tx }) =>
      tx.execute(sql`delete from imports where ${own} and id = ${id} and state = 'receiving'`),
    );
  }
  for (const id of old) await dropReport(actor, id);
  return { uploads: abandoned.length, files: finished.length, reports: old.length };
}

async function dropReport(actor: Actor, id: string): Promise<void> {
  for (let deleted = rowsAtOnce; deleted === rowsAtOnce; ) {
    const result = await within(actor, "write", ({ tx }) =>
      tx.execute(sql`
        delete from import_rejections where workspace_id = ${actor.workspace.id} and import_id = ${id} and row in (
          select row from import_rejections where workspace_id = ${actor.workspace.id} and import_id = ${id}
          order by row limit ${rowsAtOnce})`),
    );
    deleted = result.count;
  }
}

import { sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import type { Piece, Place } from "./split.ts";

/** The stored pieces of an upload from a place on, one after the other. Ends early when they are taken away. */
export async function* piecesFrom(actor: Actor, importId: string, { chunk }: Place): AsyncGenerator<Piece> {
  for (let n = chunk; ; n++) {
    const [piece] = await within(actor, "read", ({ tx }) =>
      tx.execute<{ data: Buffer }>(sql`
        select data from import_chunks
        where workspace_id = ${actor.workspace.id} and import_id = ${importId} and n = ${n}`),
    );
    if (!piece) return;
    yield { n, data: piece.data };
  }
}

const atOnce = 100;

/**
 * Deletes an import's pieces, a hundred in a transaction: a large file has thousands. Only while nobody needs them: a commit
 * whose answer got lost may have left them to a job, and somebody may run what was tried.
 */
export async function dropChunks(actor: Actor, importId: string): Promise<void> {
  for (let deleted = atOnce; deleted === atOnce; ) {
    const result = await within(actor, "write", ({ tx }) =>
      tx.execute(sql`
        with unneeded as materialized (
          select from imports i where i.workspace_id = ${actor.workspace.id} and i.id = ${importId} and (
            i.state = 'receiving' or (i.finished_at is not null and coalesce(i.file_kept_until, i.finished_at) <= now()))
          for share)
        delete from import_chunks where workspace_id = ${actor.workspace.id} and import_id = ${importId} and n in (
          select n from import_chunks where workspace_id = ${actor.workspace.id} and import_id = ${importId}
          order by n limit ${atOnce}) and exists (select from unneeded)`),
    );
    deleted = result.count;
  }
}

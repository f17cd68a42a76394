import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { notFound } from "#lib/core/errors.ts";
import type { ImportRun } from "./schema.ts";

export type ImportRow = Omit<ImportRun, "counts"> & ImportRun["counts"];

/** The columns of an import under the names that the API gives them. */
export const importColumns = sql`id, format, source, dry_run as "dryRun", state, received, created, updated, unchanged,
  rejected, error, created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", version`;

export const represent = ({ received, created, updated, unchanged, rejected, ...row }: ImportRow): ImportRun => ({
  ...row,
  counts: { received, created, updated, unchanged, rejected },
});

/** One import of the workspace. Throws not_found. */
export async function findImport(tx: Tx, workspaceId: string, id: string): Promise<ImportRun> {
  const [row] = await tx.execute<ImportRow>(
    sql`select ${importColumns} from imports where workspace_id = ${workspaceId} and id = ${id}`,
  );
  if (!row) throw notFound();
  return represent(row);
}

import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import type { ImportRun } from "./schema.ts";

export type ImportRow = Omit<ImportRun, "counts" | "bytes"> & ImportRun["counts"] & { total: number; worked: number };

/** The columns of an import under the names that the API gives them. */
export const importColumns = (workspaceId: string): SQL => sql`id, format, null as name, source,
  dry_run as "dryRun", state, received, created, updated, unchanged, rejected, bytes::float8 as total,
  case when finished_at is null then 0 else bytes::float8 end as worked, '[]'::jsonb as warnings, error,
  null as "fileKeptUntil", null as undo,
  ${authorJson(workspaceId, sql`created_by_kind`, sql`created_by`)} as "createdBy", created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt", version`;

export const represent = ({
  received,
  created,
  updated,
  unchanged,
  rejected,
  total,
  worked,
  ...row
}: ImportRow): ImportRun => ({
  ...row,
  counts: { received, created, updated, unchanged, rejected },
  bytes: { total, done: worked },
});

/** One import of the workspace. Throws not_found. */
export async function findImport(tx: Tx, workspaceId: string, id: string): Promise<ImportRun> {
  const [row] = await tx.execute<ImportRow>(
    sql`select ${importColumns(workspaceId)} from imports where workspace_id = ${workspaceId} and id = ${id}`,
  );
  if (!row) throw notFound();
  return represent(row);
}

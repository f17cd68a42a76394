import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import type { KeptWarnings } from "./mapping/warnings.ts";
import type { ImportRun } from "./schema.ts";

/** What the undoing of an import has come to. */
type Undo = { deleted: number; restored: number; kept: number };

export type ImportRow = Omit<ImportRun, "counts" | "bytes" | "warnings" | "undo"> &
  ImportRun["counts"] &
  Undo & { total: number; worked: number; warnings: KeptWarnings };

/** The columns of an import under the names that the API gives them. */
export const importColumns = (workspaceId: string): SQL => sql`id, format, name, source, dry_run as "dryRun",
  state, received, created, updated, unchanged, rejected, bytes::float8 as total, worked::float8 as worked, warnings,
  error, file_kept_until as "fileKeptUntil", deleted, restored, kept,
  ${authorJson(workspaceId, sql`created_by_kind`, sql`created_by`)} as "createdBy", created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt", version`;

export const represent = (row: ImportRow): ImportRun => {
  const { received, created, updated, unchanged, rejected, total, worked, warnings, deleted, restored, kept, ...same } =
    row;
  const isUndone = row.state === "undoing" || row.state === "undone";
  return {
    ...same,
    counts: { received, created, updated, unchanged, rejected },
    bytes: { total, done: worked },
    warnings: Object.entries(warnings).map(([code, { message, rows }]) => ({ code, message, rows })),
    undo: isUndone ? { deleted, restored, kept } : null,
  };
};

/** One import of the workspace. Throws not_found. */
export async function findImport(tx: Tx, workspaceId: string, id: string): Promise<ImportRun> {
  const [row] = await tx.execute<ImportRow>(
    sql`select ${importColumns(workspaceId)} from imports where workspace_id = ${workspaceId} and id = ${id}`,
  );
  if (!row) throw notFound();
  return represent(row);
}

import { sql } from "drizzle-orm";
import { markDeleted } from "#lib/core/deletion.ts";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { checkChildless, checkParent, lockTree } from "./tree.ts";

export const objectiveKind = { table: "objectives", type: "objective" } as const;
export const keyResultKind = { table: "key_results", type: "keyResult" } as const;

/** Deletes a locked objective; its key results are out of sight with it, and come back with it. 409 while others are below. */
export async function removeObjective(scope: Scope, id: string, version: number): Promise<void> {
  await lockTree(scope);
  await checkChildless(scope, id);
  await markDeleted(scope, objectiveKind, id, version, true);
}

/** Brings a deleted objective back to its place; 409 when a metric that it measured by is deleted by now. */
export async function restoreObjective(scope: Scope, id: string, version: number): Promise<void> {
  const { tx, actor } = scope;
  await lockTree(scope);
  const [held] = await tx.execute<{ parentId: string | null }>(sql`
    select parent_id as "parentId" from objectives where workspace_id = ${actor.workspace.id} and id = ${id}`);
  if (held?.parentId) await checkParent(scope, id, held.parentId);
  await requireMetrics(scope, sql`k.objective_id = ${id} and k.deleted_at is null`);
  await markDeleted(scope, objectiveKind, id, version, false);
}

export const removeKeyResult = (scope: Scope, id: string, version: number): Promise<void> =>
  markDeleted(scope, keyResultKind, id, version, true);

export async function restoreKeyResult(scope: Scope, id: string, version: number): Promise<void> {
  await requireMetrics(scope, sql`k.id = ${id}`);
  await markDeleted(scope, keyResultKind, id, version, false);
}

/** Locks the metrics of key results against deletion; 409 when one is gone already. */
async function requireMetrics({ tx, actor }: Scope, where: ReturnType<typeof sql>): Promise<void> {
  const rows = await tx.execute<{ deleted: boolean }>(sql`
    select m.deleted_at is not null as deleted from metrics m
    where m.workspace_id = ${actor.workspace.id} and m.id in (
      select k.metric_id from key_results k where k.workspace_id = ${actor.workspace.id} and ${where})
    order by m.id for share`);
  if (rows.some(({ deleted }) => deleted)) throw conflict("A metric that this is measured by is deleted.");
}

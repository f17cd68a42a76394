import { sql } from "drizzle-orm";
import { markDeleted } from "#lib/core/deletion.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { keepingSettled } from "../initiatives/settled.ts";

export const outcomeKind = { table: "outcomes", type: "outcome" } as const;

export const removeOutcome = (scope: Scope, id: string, version: number): Promise<void> =>
  markDeleted(scope, outcomeKind, id, version, true);

/** Brings a deleted outcome back; 409 when its metric is deleted by now, or its card is done and it has no verdict. */
export async function restoreOutcome(scope: Scope, id: string, version: number): Promise<void> {
  const [metric] = await scope.tx.execute<{ name: string; deleted: boolean }>(sql`
    select m.name, m.deleted_at is not null as deleted from outcomes b
    join metrics m on m.workspace_id = b.workspace_id and m.id = b.metric_id
    where b.workspace_id = ${scope.actor.workspace.id} and b.id = ${id} for share of m`);
  if (!metric) throw notFound();
  if (metric.deleted) throw conflict("Its metric is deleted.");
  await keepingSettled(markDeleted(scope, outcomeKind, id, version, false), metric.name);
}

import { sql } from "drizzle-orm";
import { markDeleted } from "#lib/core/deletion.ts";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { lockColumn, placeBack } from "../place.ts";
import { columnOf, initiativeKind, lockInitiativeRow } from "./row.ts";

/** Deletes a locked initiative; its outcomes and links are out of sight with it, and come back with it. */
export const removeInitiative = (scope: Scope, id: string, version: number): Promise<void> =>
  markDeleted(scope, initiativeKind, id, version, true);

/** Takes the column's lock before the card's row is locked, as everything does that puts a card into a column. */
export const lockColumnOf = async (scope: Scope, id: string): Promise<void> =>
  lockColumn(scope, await columnOf(scope, id));

/**
 * Brings a deleted initiative back to where it stood, under its column's lock; 409 when a metric that its outcomes
 * measure by is deleted by now.
 */
export async function restoreInitiative(scope: Scope, id: string, version: number): Promise<void> {
  const { tx, actor } = scope;
  const metrics = await tx.execute<{ deleted: boolean }>(sql`
    select m.deleted_at is not null as deleted from metrics m
    where m.workspace_id = ${actor.workspace.id} and m.id in (select b.metric_id from outcomes b
      where b.workspace_id = ${actor.workspace.id} and b.initiative_id = ${id} and b.deleted_at is null)
    order by m.id for share`);
  if (metrics.some(({ deleted }) => deleted)) throw conflict("A metric that its outcomes measure by is deleted.");
  const { horizon, position: held } = await lockInitiativeRow(scope, id);
  const { position } = await placeBack(scope, horizon, id, held);
  await tx.execute(sql`
    update initiatives set position = ${position} where workspace_id = ${actor.workspace.id} and id = ${id}`);
  await markDeleted(scope, initiativeKind, id, version, false);
}

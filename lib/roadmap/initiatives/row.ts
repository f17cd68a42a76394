import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Horizon } from "../rules.ts";

export const initiativeKind = { table: "initiatives", type: "initiative" } as const;

/** What a change may concern, under the names of the API. */
export type Held = {
  title: string;
  problem: string;
  targetOutcome: string;
  ownerId: string | null;
  productId: string | null;
  confidence: number | null;
};
type Locked = {
  version: number;
  horizon: Horizon;
  position: string;
  decisionId: string | null;
  deleted: boolean;
  held: Held;
};

/** The initiative's row, locked against every other change of it and of its outcomes; 404 when there never was one. */
export async function lockInitiativeRow({ tx, actor }: Scope, id: string): Promise<Locked> {
  const [row] = await tx.execute<Omit<Locked, "held"> & Held>(sql`
    select version, horizon, position, decision_id as "decisionId", deleted_at is not null as deleted, title, problem,
      target_outcome as "targetOutcome", owner_id as "ownerId", product_id as "productId", confidence
    from initiatives where workspace_id = ${actor.workspace.id} and id = ${id} for update`);
  if (!row) throw notFound();
  const { version, horizon, position, decisionId, deleted, ...held } = row;
  return { version, horizon, position, decisionId, deleted, held };
}

/** The same, where a deleted initiative is none. */
export async function lockInitiative(scope: Scope, id: string): Promise<Locked> {
  const row = await lockInitiativeRow(scope, id);
  if (row.deleted) throw notFound();
  return row;
}

/** The column a card belongs to, read without a lock, so that the column can be locked first; 404 for an unknown card. */
export async function columnOf({ tx, actor }: Scope, id: string): Promise<Horizon> {
  const [row] = await tx.execute<{ horizon: Horizon }>(sql`
    select horizon from initiatives where workspace_id = ${actor.workspace.id} and id = ${id}`);
  if (!row) throw notFound();
  return row.horizon;
}

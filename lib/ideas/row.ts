import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Score } from "./rules.ts";

/** The idea's own row, under the names of the API. */
export type Held = {
  title: string;
  problem: string;
  value: string;
  hypothesis: string;
  stageId: string;
  ownerId: string | null;
  productId: string | null;
  tags: string[];
  score: Score | null;
};

type Locked = { version: number; state: "open" | "set_aside"; decisionId: string | null; deleted: boolean; held: Held };

/**
 * The idea's row, locked against every other change of it and every new link to it; 404 when there never was one. Not FOR
 * UPDATE: demand that feedback carries to an idea refers to it, and whoever has the feedback must not wait here.
 */
export async function lockIdeaRow({ tx, actor }: Scope, id: string): Promise<Locked> {
  const [row] = await tx.execute<Omit<Locked, "held"> & Held>(sql`
    select version, state, decision_id as "decisionId", deleted_at is not null as deleted, title, problem, value, hypothesis,
      stage_id as "stageId", owner_id as "ownerId", product_id as "productId", to_jsonb(tags) as tags,
      case when score_model is not null then jsonb_build_object('model', score_model, 'inputs', score_inputs) end as score
    from ideas where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid for no key update`);
  if (!row) throw notFound();
  const { version, state, decisionId, deleted, ...held } = row;
  return { version, state, decisionId, deleted, held };
}

/** The same, where a deleted idea is none. */
export async function lockIdea(scope: Scope, id: string): Promise<Locked> {
  const row = await lockIdeaRow(scope, id);
  if (row.deleted) throw notFound();
  return row;
}

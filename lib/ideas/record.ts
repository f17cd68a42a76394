import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { authorJson } from "./author.ts";
import { demandOf, largestArrOf } from "./demand.ts";
import type { Score } from "./rules.ts";
import type { idea, ideaItem } from "./schema.ts";

type ItemIn = z.input<typeof ideaItem>;

type Row = {
  id: string;
  number: number;
  title: string;
  problem: string;
  value: string;
  hypothesis: string;
  stage: ItemIn["stage"];
  owner_id: string | null;
  product_id: string | null;
  tags: string[];
  score_model: string | null;
  score_inputs: Score["inputs"] | null;
  score_value: number | null;
  state: ItemIn["state"];
  reason: string | null;
  note: string | null;
  set_aside_at: string | null;
  set_aside_by: ItemIn["createdBy"] | null;
  feedback: number;
  companies: number;
  arr: number;
  at_risk_arr: number;
  last_at: string | null;
  initiative_ids: string[] | null;
  created_by: ItemIn["createdBy"];
  version: number;
  created_at: string;
  updated_at: string;
  sort_key: string | number;
};

const asScore = (row: Row): ItemIn["score"] =>
  row.score_model === null
    ? null
    : ({ model: row.score_model, inputs: row.score_inputs, value: row.score_value } as ItemIn["score"]);

export const asIdea = (row: Row): ItemIn => ({
  id: row.id,
  number: row.number,
  title: row.title,
  problem: row.problem,
  value: row.value,
  hypothesis: row.hypothesis,
  stage: row.stage,
  ownerId: row.owner_id,
  productId: row.product_id,
  tags: row.tags,
  score: asScore(row),
  state: row.state,
  setAside:
    row.reason !== null && row.set_aside_at !== null && row.set_aside_by !== null
      ? { reason: row.reason, note: row.note, at: row.set_aside_at, by: row.set_aside_by }
      : null,
  demand: {
    feedback: row.feedback,
    companies: row.companies,
    arr: row.arr,
    atRiskArr: row.at_risk_arr,
    lastAt: row.last_at,
  },
  initiativeIds: row.initiative_ids ?? [],
  createdBy: row.created_by,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/**
 * Whole ideas of the rows that `picked` names: a query that gives `id` and `sort_key`, already cut to a page, so that
 * what belongs to an idea is looked up for a page and not for a workspace.
 */
export async function readIdeas(tx: Tx, { workspace }: Actor, picked: SQL, order: SQL): Promise<Row[]> {
  const own = sql`${workspace.id}::uuid`;
  return tx.execute<Row>(sql`
    with picked as materialized (${picked})
    select i.id, i.number, i.title, i.problem, i.value, i.hypothesis, i.owner_id, i.product_id, to_jsonb(i.tags) as tags, i.score_model, i.score_inputs,
      i.score_value, i.state, i.version, i.created_at, i.updated_at, p.sort_key,
      jsonb_build_object('id', s.id, 'name', s.name, 'category', s.category) as stage,
      ${authorJson(workspace.id, sql`i.created_by_kind`, sql`i.created_by`)} as created_by,
      why.reason, why.note, why.at as set_aside_at,
      case when why.id is not null then ${authorJson(workspace.id, sql`why.by_kind`, sql`why.by`)} end as set_aside_by,
      demand.*,
      (select jsonb_agg(l.id) from (
        select l.initiative_id as id from initiative_ideas l
        join initiatives n on n.workspace_id = l.workspace_id and n.id = l.initiative_id and n.deleted_at is null
        where l.workspace_id = ${own} and l.idea_id = i.id order by l.linked_at desc, l.initiative_id desc limit 100
      ) l) as initiative_ids
    from picked p
    join ideas i on i.workspace_id = ${own} and i.id = p.id
    join idea_stages s on s.workspace_id = ${own} and s.id = i.stage_id
    left join decisions why on why.workspace_id = ${own} and why.id = i.decision_id
    cross join lateral (${demandOf(own, sql`i.id`)}) demand
    order by ${order}`);
}

/** One idea as it is now. 404 when there is none or it was deleted. */
export async function readIdea(tx: Tx, actor: Actor, id: string): Promise<z.input<typeof idea>> {
  const own = sql`${actor.workspace.id}::uuid`;
  const picked = sql`select id, 0 as sort_key from ideas
    where workspace_id = ${own} and id = ${id}::uuid and deleted_at is null`;
  const [[row], [largest]] = await Promise.all([
    readIdeas(tx, actor, picked, sql`p.id`),
    tx.execute<{ largest_arr: number }>(largestArrOf(own, sql`${id}::uuid`)),
  ]);
  if (!row) throw notFound();
  const item = asIdea(row);
  return { ...item, demand: { ...item.demand, largestArr: largest?.largest_arr ?? 0 } };
}

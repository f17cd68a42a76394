import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import type { ActorWorkspace } from "#lib/core/actor.ts";
import { atRisk } from "#lib/customers/risk.ts";
import { authorJson } from "#lib/ideas/author.ts";
import { demandOf } from "#lib/ideas/demand.ts";
import { readEvidence } from "#lib/ideas/evidence/read.ts";
import { instantJson } from "#lib/ideas/json.ts";
import { among, isAmong, linksJson, most, type Some, some } from "./node.ts";
import type { Reach } from "./reach.ts";
import type { trace, tracedIdea } from "./schema.ts";

/** The customers' side of the chain: what they said, and the ideas it was linked to. */

type Trace = z.input<typeof trace>;
type Idea = z.input<typeof tracedIdea>;

/** The ideas of the chain, those of the most companies first, with their links to the initiatives shown. */
export async function ideasOf(
  tx: Tx,
  workspace: ActorWorkspace,
  { ideas }: Reach,
  shown: string[],
): Promise<Some<Idea>> {
  const own = sql`${workspace.id}::uuid`;
  const rows = await tx.execute<Idea & { total: number }>(sql`
    with page as materialized (
      select i.*, t.companies as weight, count(*) over () as total
      from ideas i join idea_totals t on t.workspace_id = i.workspace_id and t.idea_id = i.id
      where i.workspace_id = ${own} and i.id ${isAmong(ideas)}
      order by t.companies desc, i.number desc limit ${most})
    select i.total, i.id, i.number, i.title, left(i.problem, 300) as problem, i.state, i.created_at as "createdAt",
      jsonb_build_object('id', s.id, 'name', s.name, 'category', s.category) as stage,
      ${authorJson(workspace.id, sql`i.created_by_kind`, sql`i.created_by`)} as "createdBy",
      (select jsonb_build_object('feedback', d.feedback, 'companies', d.companies, 'arr', d.arr, 'atRiskArr', d.at_risk_arr,
        'lastAt', ${instantJson(sql`d.last_at`)}) from (${demandOf(own, sql`i.id`)}) d) as demand,
      ${linksJson(workspace.id, "initiative_ideas", sql`l.idea_id = i.id`, shown)} as links
    from page i join idea_stages s on s.workspace_id = ${own} and s.id = i.stage_id
    order by i.weight desc, i.number desc`);
  return some(rows);
}

/**
 * Of each idea shown its best evidence first, where a quote is better than none and new is better than old; the newest 50
 * of each idea are looked at.
 */
export async function evidenceOf(
  tx: Tx,
  workspace: ActorWorkspace,
  { evidence }: Reach,
  shown: string[],
): Promise<Trace["evidence"]["data"]> {
  const page = sql`
    select e.*, row_number() over (partition by e.idea_id order by e.quote is null, e.occurred_at desc, e.feedback_id) as rank
    from jsonb_array_elements_text(${JSON.stringify(shown)}::jsonb) as shown (id)
    cross join lateral (
      select e.* from evidence e
      where e.workspace_id = ${workspace.id}::uuid and e.idea_id = shown.id::uuid and e.counted and ${evidence}
      order by e.occurred_at desc, e.feedback_id desc limit 50) e
    order by rank, e.quote is null, e.occurred_at desc, e.feedback_id limit ${most}`;
  const order = sql`e.rank, e.quote is null, e.occurred_at desc, e.feedback_id`;
  const rows = await readEvidence(tx, workspace, page, order);
  return rows.map(({ ideaId, item }) => ({ ideaId, ...item }));
}

type Added = {
  feedback: number;
  companies: number;
  arr: number;
  atRiskArr: number;
  since: string | null;
  links: number;
};

/**
 * Everybody's demand for the ideas of the chain, each company once; `links` is how much evidence belongs to the chain
 * itself. Sums are taken from the rows per company, not from the evidence.
 */
export async function demandOfAll(
  tx: Tx,
  workspace: ActorWorkspace,
  { ideas, ownEvidence }: Reach,
  shown: string[],
): Promise<Added> {
  const own = sql`${workspace.id}::uuid`;
  const [row] = await tx.execute<Added>(sql`
    with asking as materialized (
      select d.company_id, sum(d.feedback_count) as feedback from idea_demand d
      where d.workspace_id = ${own} and d.idea_id ${isAmong(ideas)} group by d.company_id),
    added as (
      select coalesce(sum(a.feedback), 0) as feedback, count(c.id) as companies, coalesce(sum(c.arr), 0) as arr,
        coalesce(sum(c.arr) filter (where ${atRisk}), 0) as at_risk
      from asking a left join companies c on c.workspace_id = ${own} and c.id = a.company_id and c.deleted_at is null)
    select a.feedback, a.companies, a.arr, a.at_risk as "atRiskArr",
      ${ownEvidence ? sql`(${ownEvidence(ideas)})` : sql`a.feedback`} as links,
      (select min(first.at) from ${among(shown)} as shown (id) cross join lateral (
        select e.occurred_at as at from evidence e
        where e.workspace_id = ${own} and e.idea_id = shown.id and e.counted order by e.occurred_at limit 1) first) as since
    from added a`);
  if (!row) throw new Error("a sum has one row");
  return row;
}

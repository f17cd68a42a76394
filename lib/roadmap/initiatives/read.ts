import { type SQL, sql } from "drizzle-orm";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { instantJson } from "#lib/ideas/json.ts";
import { readOutcomes } from "../outcomes/read.ts";
import type { Initiative } from "../schema.ts";
import { type LinkKind, linkKinds } from "./links.ts";

type Row = Omit<Initiative, "outcomes">;

/** The ids that the initiative `i` is linked to, as JSON, without those that are not alive any more. */
const linked = (kind: LinkKind): SQL => {
  const { table, column, target, alive } = linkKinds[kind];
  const [links, key, records] = [sql.identifier(table), sql.identifier(column), sql.identifier(target)];
  return sql`(select coalesce(json_agg(l.${key} order by l.linked_at, l.${key}), '[]'::json) from ${links} l
    join ${records} r on r.workspace_id = l.workspace_id and r.id = l.${key} and r.deleted_at is null and ${alive}
    where l.workspace_id = i.workspace_id and l.initiative_id = i.id)`;
};

/** Initiatives `i` under a condition, each whole: two statements, however many. */
export async function readInitiatives(scope: Scope, where: SQL, rest: SQL): Promise<Initiative[]> {
  const { tx, actor } = scope;
  const rows = await tx.execute<Row>(sql`
    select i.id, i.number, i.title, i.problem, i.target_outcome as "targetOutcome", i.horizon,
      i.horizon_since as "horizonSince", i.position, i.owner_id as "ownerId", i.product_id as "productId",
      i.confidence,
      ${linked("ideaIds")} as "ideaIds",
      ${linked("objectiveIds")} as "objectiveIds",
      ${linked("keyResultIds")} as "keyResultIds",
      json_build_object(
        'feedback', (
          select count(distinct e.feedback_id) from initiative_ideas l
          join ideas r on r.workspace_id = l.workspace_id and r.id = l.idea_id and r.deleted_at is null
          join evidence e on e.workspace_id = l.workspace_id and e.idea_id = l.idea_id and e.counted
          where l.workspace_id = i.workspace_id and l.initiative_id = i.id),
        'companies', asking.companies, 'arr', asking.arr) as demand,
      case when d.id is not null then json_build_object('reason', d.reason, 'note', d.note, 'at', ${instantJson(sql`d.at`)},
        'by', ${authorJson(actor.workspace.id, sql`d.by_kind`, sql`d.by`)}) end as "setAside",
      i.version, i.created_at as "createdAt", i.updated_at as "updatedAt"
    from initiatives i
    left join decisions d on d.workspace_id = i.workspace_id and d.id = i.decision_id
    cross join lateral (
      select count(*) as companies, coalesce(sum(c.arr), 0) as arr from companies c
      where c.workspace_id = i.workspace_id and c.deleted_at is null and c.id in (
        select a.company_id from initiative_ideas l
        join ideas r on r.workspace_id = l.workspace_id and r.id = l.idea_id and r.deleted_at is null
        join idea_demand a on a.workspace_id = l.workspace_id and a.idea_id = l.idea_id
        where l.workspace_id = i.workspace_id and l.initiative_id = i.id)) asking
    where i.workspace_id = ${actor.workspace.id} and i.deleted_at is null and ${where} ${rest}`);
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const outcomes = Map.groupBy(
    await readOutcomes(scope, sql`b.initiative_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`),
    ({ initiativeId }) => initiativeId,
  );
  return rows.map((row) => ({ ...row, outcomes: outcomes.get(row.id) ?? [] }));
}

/** One initiative as it is now; 404 when there is none. */
export async function readInitiative(scope: Scope, id: string): Promise<Initiative> {
  const [found] = await readInitiatives(scope, sql`i.id = ${id}`, sql``);
  if (!found) throw notFound();
  return found;
}

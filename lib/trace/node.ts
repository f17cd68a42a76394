import { type SQL, sql } from "drizzle-orm";
import { authorJson } from "#lib/ideas/author.ts";
import { instantJson } from "#lib/ideas/json.ts";

/** As many records of a kind as an answer shows. */
export const most = 20;

export type Some<T> = { count: number; data: T[] };

/** Rows that each carry the total, as a list with its count. */
export function some<T>(rows: (T & { total: number })[]): Some<T> {
  return { count: rows[0]?.total ?? 0, data: rows };
}

/** A list of ids as a query, whatever their number. */
export const among = (ids: string[]): SQL =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/**
 * After a column: it is one of the ids that a query gives. They are found once, before the rows they are asked of: joined,
 * links of n records with n others are walked n times over in a workspace that the planner's statistics do not know yet.
 */
export const isAmong = (ids: SQL): SQL => sql`= any (array(${ids}))`;

type LinkTable = "initiative_ideas" | "initiative_objectives" | "initiative_key_results";

/** The links of a record to the initiatives shown, as JSON. `of` is a condition on the link `l`. */
export const linksJson = (workspaceId: string, table: LinkTable, of: SQL, shown: string[]): SQL => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('initiativeId', l.initiative_id, 'linkedAt', ${instantJson(sql`l.linked_at`)},
    'reason', l.reason, 'linkedBy', ${authorJson(workspaceId, sql`l.linked_by_kind`, sql`l.linked_by`)})
    order by l.linked_at, l.initiative_id), '[]')
  from ${sql.identifier(table)} l
  where l.workspace_id = ${workspaceId}::uuid and ${of} and l.initiative_id in ${among(shown)})`;

/** Who made a record that keeps no author itself, as JSON: whoever its first event names; null when history has none. */
export const creatorJson = (workspaceId: string, type: "outcome" | "keyResult", id: SQL): SQL => sql`(
  select ${authorJson(workspaceId, sql`e.actor_kind`, sql`(case when e.actor_kind <> 'system' then e.actor_id end)::uuid`)}
  from events e
  where e.workspace_id = ${workspaceId}::uuid and e.subject_type = ${type} and e.subject_id = ${id}
    and e.action = ${`${type}.created`}
  order by e.xid, e.id limit 1)`;

/** A condition: the initiative serves an objective, or a key result of one. */
export const hasObjective = (own: SQL, initiativeId: SQL): SQL => sql`(
  exists (
    select from initiative_objectives l
    join objectives o on o.workspace_id = ${own} and o.id = l.objective_id and o.deleted_at is null
    where l.workspace_id = ${own} and l.initiative_id = ${initiativeId})
  or exists (
    select from initiative_key_results l
    join key_results k on k.workspace_id = ${own} and k.id = l.key_result_id and k.deleted_at is null
    join objectives o on o.workspace_id = ${own} and o.id = k.objective_id and o.deleted_at is null
    where l.workspace_id = ${own} and l.initiative_id = ${initiativeId}))`;

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

import { type SQL, sql } from "drizzle-orm";
import type { SubjectType } from "../schema.ts";
import { places } from "../subject.ts";

const made: readonly SubjectType[] = ["feedback", "idea", "initiative"];
const owned: readonly SubjectType[] = ["feedback", "idea", "initiative", "objective", "metric", "company"];

/** What was linked to an idea is looked at so far back for who asked: newer voices first, whatever their number. */
const voices = sql.raw("2000");

/**
 * Who follows records of one kind: a query of `n` and `user_id`, over `wanted`, which has `n` and the record's `id`. Who
 * made it and who owns it do unless they said no, and whoever said yes.
 */
export function followersOf(workspaceId: string, type: SubjectType, wanted: SQL): SQL {
  const own = sql`${workspaceId}::uuid`;
  const table = sql.identifier(places[type].table);
  const record = sql`${wanted} w join ${table} r on r.workspace_id = ${own} and r.id = w.id`;
  const said = sql`f.workspace_id = ${own} and f.subject_type = ${type} and f.subject_id = w.id`;
  return sql.join(
    [
      sql`select w.n, f.user_id from ${wanted} w join follows f on ${said} where f.following`,
      ...(made.includes(type)
        ? [
            sql`select w.n, r.created_by from ${record} where r.created_by_kind = 'member' and ${willing(own, type, sql`r.created_by`)}`,
          ]
        : []),
      ...(owned.includes(type)
        ? [
            sql`select w.n, r.owner_id from ${record} where r.owner_id is not null and ${willing(own, type, sql`r.owner_id`)}`,
          ]
        : []),
    ],
    sql` union all `,
  );
}

const willing = (own: SQL, type: SubjectType, userId: SQL) => sql`not exists (
  select from follows f where f.workspace_id = ${own} and f.subject_type = ${type} and f.subject_id = w.id
    and f.user_id = ${userId} and not f.following)`;

/** Who asked for ideas or cards: a query as above, of those who sent in the newest feedback that is linked to them. */
export function askersOf(workspaceId: string, type: "idea" | "initiative", wanted: SQL): SQL {
  const own = sql`${workspaceId}::uuid`;
  const ideas =
    type === "idea"
      ? sql`select w.n, w.id as idea_id, w.id from ${wanted} w`
      : sql`select w.n, l.idea_id, w.id from ${wanted} w
          join initiative_ideas l on l.workspace_id = ${own} and l.initiative_id = w.id`;
  return sql`
    select distinct w.n, r.created_by from (${ideas}) w
    cross join lateral (
      select e.feedback_id from evidence e
      where e.workspace_id = ${own} and e.idea_id = w.idea_id and e.counted
      order by e.occurred_at desc, e.feedback_id desc limit ${voices}) e
    join feedback r on r.workspace_id = ${own} and r.id = e.feedback_id and r.created_by_kind = 'member'
    where ${willing(own, type, sql`r.created_by`)}`;
}

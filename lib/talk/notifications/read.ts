import { type SQL, sql } from "drizzle-orm";
import { authorJson } from "#lib/core/author-row.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type SubjectType, subjectTypes } from "../schema.ts";
import { isAlive, places } from "../subject.ts";
import { excerptOf } from "./excerpt.ts";
import type { Notification } from "./schema.ts";

const numbered: readonly SubjectType[] = ["feedback", "idea", "initiative"];
const owned: readonly SubjectType[] = ["feedback", "idea", "initiative", "objective", "metric", "company"];
export const within: Partial<Record<SubjectType, SQL>> = {
  keyResult: sql`r.objective_id::text`,
  contact: sql`r.company_id::text`,
  metric: sql`r.key`,
};
export const titles: Partial<Record<SubjectType, SQL>> = { contact: sql`coalesce(r.name, r.email)` };

/** The record that a notification `n` is about, as `s`: none where it was deleted. */
export const subject = sql.join(
  subjectTypes.map(
    (type) => sql`
      select ${titles[type] ?? sql`r.${sql.identifier(places[type].title)}`} as title,
        ${numbered.includes(type) ? sql`r.number` : sql`null::bigint`} as number, ${within[type] ?? sql`null::text`} as within,
        ${owned.includes(type) ? sql`r.owner_id` : sql`null::uuid`} as owner
      from ${sql.identifier(places[type].table)} r
      where n.subject_type = ${type} and r.workspace_id = n.workspace_id and r.id = n.subject_id and ${isAlive(type)}`,
  ),
  sql` union all `,
);

/** A member's notifications that can be seen: neither the record nor the comment was deleted. The tables are `n`, `s`, `e`, `c`. */
export const visible = (workspaceId: string, userId: string): SQL => sql`
  from notifications n
  join events e on e.workspace_id = n.workspace_id and e.id = n.event_id
  left join comments c on e.subject_type = 'comment' and c.workspace_id = n.workspace_id and c.id = e.subject_id
  cross join lateral (${subject}) s
  where n.workspace_id = ${workspaceId}::uuid and n.user_id = ${userId}::uuid and n.in_app
    and (e.subject_type <> 'comment' or (c.id is not null and c.deleted_at is null))`;

type Row = Omit<Notification, "comment" | "subject"> & {
  type: SubjectType;
  subjectId: string;
  title: string | null;
  number: number | null;
  within: string | null;
  commentId: string | null;
  body: string | null;
};

/** The member's notifications under a condition. An API key has none. */
export async function readNotifications({ tx, actor }: Scope, rest: SQL): Promise<Notification[]> {
  if (actor.kind !== "member") return [];
  const workspaceId = actor.workspace.id;
  const rows = await tx.execute<Row>(sql`
    select n.event_id as id, n.kind, n.created_at as at, n.read_at as "readAt", e.action, e.after->>'horizon' as "to", e.reason,
      ${authorJson(workspaceId, sql`e.actor_kind`, sql`(case when e.actor_kind <> 'system' then e.actor_id::uuid end)`)} as actor,
      n.subject_type as type, n.subject_id as "subjectId", s.title, s.number, s.within, c.id as "commentId",
      left(c.body, 2000) as body
    ${visible(workspaceId, actor.id)} ${rest}`);
  return rows.map(({ type, subjectId, title, number, within, commentId, body, ...row }) => ({
    ...row,
    subject: { type, id: subjectId, number, title: title ?? "", within },
    comment: commentId === null ? null : { id: commentId, excerpt: excerptOf(body ?? "") },
  }));
}

import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { membersAmong } from "../mentions/members.ts";
import { mentionedIn } from "../mentions/rules.ts";
import { type Subject, type SubjectType, subjectTypes } from "../schema.ts";
import { isAlive, places } from "../subject.ts";
import type { Comment } from "./schema.ts";

export const commentKind = { table: "comments", type: "comment" } as const;

/** One expression over all kinds of record, of which a comment `c` has one. */
const over = (one: (type: SubjectType, column: SQL) => SQL): SQL =>
  sql.join(
    subjectTypes.map((type) => one(type, sql`c.${sql.identifier(places[type].column)}`)),
    sql` `,
  );
const subjectJson = sql`jsonb_build_object('type', case ${over((type, column) => sql`when ${column} is not null then ${type}::text`)} end,
  'id', coalesce(${sql.join(
    subjectTypes.map((type) => sql`c.${sql.identifier(places[type].column)}`),
    sql`, `,
  )}))`;
/** What the comment is about can be seen. */
const hasSubject = sql`case ${over(
  (type, column) => sql`when ${column} is not null then exists (
    select from ${sql.identifier(places[type].table)} r
    where r.workspace_id = c.workspace_id and r.id = ${column} and ${isAlive(type)})`,
)} end`;

/** Comments under a condition, with the present names of those whom they mention: two statements, however many. */
export async function readComments(scope: Scope, where: SQL, rest: SQL = sql``): Promise<Comment[]> {
  const { tx, actor } = scope;
  const rows = await tx.execute<Omit<Comment, "mentions">>(sql`
    select c.id, ${subjectJson} as subject, c.body, c.created_at as "createdAt", c.edited_at as "editedAt",
      c.updated_at as "updatedAt", c.version,
      ${authorJson(actor.workspace.id, sql`c.created_by_kind`, sql`c.created_by`)} as "createdBy"
    from comments c where c.workspace_id = ${actor.workspace.id} and c.deleted_at is null and ${where} ${rest}`);
  const mentioned = rows.map(({ body }) => mentionedIn(body));
  const people = new Map((await membersAmong(scope, [...new Set(mentioned.flat())])).map((one) => [one.id, one]));
  return rows.map((row, n) => ({ ...row, mentions: (mentioned[n] ?? []).flatMap((id) => people.get(id) ?? []) }));
}

/** One that can be seen; 404 where there is none, or where what it is about is gone. */
export async function readComment(scope: Scope, id: string): Promise<Comment> {
  const [found] = await readComments(scope, sql`c.id = ${id} and ${hasSubject}`);
  if (!found) throw notFound();
  return found;
}

export type Held = { body: string; version: number; createdBy: string | null; createdByKind: Actor["kind"] };

/** The comment's row, locked; 404 as in `readComment`. */
export async function lockComment({ tx, actor }: Scope, id: string): Promise<Held> {
  const [row] = await tx.execute<Held>(sql`
    select c.body, c.version, c.created_by as "createdBy", c.created_by_kind as "createdByKind" from comments c
    where c.workspace_id = ${actor.workspace.id} and c.id = ${id} and c.deleted_at is null and ${hasSubject}
    for update of c`);
  if (!row) throw notFound();
  return row;
}

/** Who wrote a comment and about what, deleted or not; 404 where there never was one. */
export async function originOf({ tx, actor }: Scope, id: string) {
  const [row] = await tx.execute<{ subject: Subject } & Pick<Held, "createdBy" | "createdByKind">>(sql`
    select ${subjectJson} as subject, c.created_by as "createdBy", c.created_by_kind as "createdByKind" from comments c
    where c.workspace_id = ${actor.workspace.id} and c.id = ${id}`);
  if (!row) throw notFound();
  return row;
}

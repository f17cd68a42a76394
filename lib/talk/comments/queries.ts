import { sql } from "drizzle-orm";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { subjectOf } from "../schema.ts";
import { places, requireSubject } from "../subject.ts";
import { readComment, readComments } from "./row.ts";
import { byId, comment, commentPage, listCommentsInput } from "./schema.ts";

const inOrder = (direction: "asc" | "desc") =>
  keyset([
    { column: sql`c.created_at`, direction, cast: "timestamptz" },
    { column: sql`c.id`, direction, cast: "uuid" },
  ]);
const orders = { asc: inOrder("asc"), desc: inOrder("desc") };

/** What was said about a record. */
export const listComments = query({
  name: "comment.list",
  needs: "read",
  input: listCommentsInput,
  output: commentPage,
  async run(scope, { subject: text, limit = defaultLimit, cursor, order = "asc" }) {
    const { tx, actor } = scope;
    const subject = subjectOf(text);
    const behind = orders[order].after(cursor);
    await requireSubject(scope, subject);
    const ofIt = sql`c.${sql.identifier(places[subject.type].column)} = ${subject.id}::uuid`;
    const [counted] = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from comments c
      where c.workspace_id = ${actor.workspace.id} and c.deleted_at is null and ${ofIt}`);
    const rows = await readComments(
      scope,
      behind ? sql`${ofIt} and ${behind}` : ofIt,
      sql`order by ${orders[order].order} limit ${limit + 1}`,
    );
    const found = paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.createdAt, row.id],
    );
    return { ...found, count: counted?.count ?? 0 };
  },
});

export const getComment = query({
  name: "comment.get",
  needs: "read",
  input: byId,
  output: comment,
  run: (scope, { id }) => readComment(scope, id),
});

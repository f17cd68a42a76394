import { sql } from "drizzle-orm";
import { z } from "zod";
import { authorId } from "#lib/core/author.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh } from "#lib/core/operation.ts";
import { mentionedIn } from "../mentions/rules.ts";
import { subjectOf } from "../schema.ts";
import { places, requireSubject } from "../subject.ts";
import { refuseOthers, refuseRemoval } from "./policy.ts";
import { removeComment } from "./removal.ts";
import { lockComment, readComment } from "./row.ts";
import { byId, comment, createCommentInput, updateCommentInput } from "./schema.ts";
import "./undo.ts";

/** Says something about a record. Its event holds no words: those of a deleted comment are to be read nowhere. */
export const createComment = command({
  name: "comment.create",
  needs: "comment:write",
  input: createCommentInput,
  output: comment,
  status: 201,
  async run(scope, { subject: text, body }) {
    const { tx, actor, now, record } = scope;
    const subject = subjectOf(text);
    await requireSubject(scope, subject, { keep: true });
    const id = newId();
    const at = now.toISOString();
    await tx.execute(sql`
      insert into comments (workspace_id, id, ${sql.identifier(places[subject.type].column)}, body, created_by,
        created_by_kind, created_at, updated_at)
      values (${actor.workspace.id}, ${id}, ${subject.id}, ${body}, ${authorId(actor)}::uuid, ${actor.kind},
        ${at}::timestamptz, ${at}::timestamptz)`);
    const mentions = mentionedIn(body);
    record({
      action: "comment.created",
      subject: { type: "comment", id },
      after: { about: `${subject.type}:${subject.id}`, mentions, version: 1 },
    });
    return readComment(scope, id);
  },
});

export const updateComment = command({
  name: "comment.update",
  needs: "comment:write",
  takesIfMatch: true,
  input: updateCommentInput,
  output: comment,
  async run(scope, { id, body }) {
    const { tx, actor, now, record } = scope;
    const held = await lockComment(scope, id);
    refuseOthers(actor, held);
    const current = () => readComment(scope, id);
    await fresh(scope, held.version, current);
    if (body === held.body) return current();
    const at = now.toISOString();
    await tx.execute(sql`
      update comments set body = ${body}, edited_at = ${at}::timestamptz, updated_at = ${at}::timestamptz,
        version = version + 1
      where workspace_id = ${actor.workspace.id} and id = ${id}`);
    const [before, after] = [mentionedIn(held.body), mentionedIn(body)];
    const { subject } = await current();
    record({
      action: "comment.updated",
      subject: { type: "comment", id },
      before: { mentions: before, version: held.version },
      after: { about: `${subject.type}:${subject.id}`, mentions: after, version: held.version + 1 },
    });
    return current();
  },
});

/** Deletes softly; undone by its event. */
export const deleteComment = command({
  name: "comment.delete",
  needs: "comment:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    const held = await lockComment(scope, id);
    refuseRemoval(scope.actor, held);
    await fresh(scope, held.version, () => readComment(scope, id));
    await removeComment(scope, id, held.version);
    return {};
  },
});

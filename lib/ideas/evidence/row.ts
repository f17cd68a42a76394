import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { authorJson } from "../author.ts";
import { type evidence, type feedbackStates, importances } from "./schema.ts";

export type FeedbackState = (typeof feedbackStates)[number];
export type Link = Pick<z.output<typeof evidence>, "quote" | "importance" | "origin" | "linkedBy" | "linkedAt">;

/** One feedback and one idea, both locked, and the link between them if there is one. */
export type Pair = {
  feedbackId: string;
  ideaId: string;
  feedback: {
    state: FeedbackState;
    version: number;
    decisionId: string | null;
    /** What whoever sent it in says of its importance. */
    importance: Link["importance"] | null;
  };
  link: Link | null;
};

/**
 * The condition on the one row of a link. "Is not distinct" keeps PostgreSQL from looking among all the evidence of the
 * idea, which it does while it has no statistics yet, right after an import (seen: 55 ms at 100,000); feedback has few ideas.
 */
export const between = (feedbackId: string, ideaId: string): SQL =>
  sql`feedback_id = ${feedbackId}::uuid and idea_id is not distinct from ${ideaId}::uuid`;

/** Locks an idea against being changed or deleted (others may link to it at the same time). 404 when it is not there. */
export async function holdIdea({ tx, actor }: Scope, ideaId: string): Promise<void> {
  const [idea] = await tx.execute(sql`
    select from ideas where workspace_id = ${actor.workspace.id}::uuid and id = ${ideaId}::uuid and deleted_at is null
    for share`);
  if (!idea) throw notFound();
}

/**
 * Locks the idea, then the feedback: whoever links, unlinks or edits the same feedback waits. In this order, as everywhere
 * (`within`). 404 when either is not there or was deleted.
 */
export async function lockPair(scope: Scope, feedbackId: string, ideaId: string): Promise<Pair> {
  const { tx, actor } = scope;
  const own = sql`${actor.workspace.id}::uuid`;
  await holdIdea(scope, ideaId);
  const [feedback] = await tx.execute<Pair["feedback"] & { id: string }>(sql`
    select id, state, version, decision_id as "decisionId", case when source = 'request'
      and fields->>'importance' in (${sql.join(
        importances.map((one) => sql`${one}`),
        sql`, `,
      )}) then fields->>'importance' end as importance
    from feedback
    where workspace_id = ${own} and id = ${feedbackId}::uuid and deleted_at is null for no key update`);
  if (!feedback) throw notFound();
  const [link = null] = await tx.execute<Link>(sql`
    select quote, importance, origin, linked_at as "linkedAt",
      ${authorJson(actor.workspace.id, sql`linked_by_kind`, sql`linked_by`)} as "linkedBy"
    from evidence where workspace_id = ${own} and ${between(feedbackId, ideaId)}`);
  const { state, version, decisionId, importance } = feedback;
  return { feedbackId, ideaId, feedback: { state, version, decisionId, importance }, link };
}

/** The texts a quote may be taken from. */
export async function textsOf({ tx, actor }: Scope, feedbackId: string): Promise<string[]> {
  const [row] = await tx.execute<{ texts: string[] }>(sql`
    select jsonb_build_array(title, body) || jsonb_path_query_array(messages, '$[*].body') as texts
    from feedback where workspace_id = ${actor.workspace.id}::uuid and id = ${feedbackId}::uuid`);
  return row?.texts ?? [];
}

/** Whether locked feedback has a live idea. No lock: whoever deletes one comes to the feedback, and looks again. */
export async function hasIdea({ tx, actor }: Scope, feedbackId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select from evidence e join ideas i on i.workspace_id = e.workspace_id and i.id = e.idea_id
    where e.workspace_id = ${actor.workspace.id}::uuid and e.feedback_id = ${feedbackId}::uuid and i.deleted_at is null
    limit 1`);
  return rows.length > 0;
}

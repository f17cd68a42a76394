import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { authorId } from "../author.ts";
import { between, type FeedbackState, hasIdea, type Link, type Pair } from "./row.ts";

type Feedback = { state: FeedbackState; version: number };

/** Brings the feedback into a state; a decision that set it aside ends, or is taken up again. No event of its own. */
async function bring(scope: Scope, { feedbackId, feedback }: Pair, state: FeedbackState, decisionId: string | null) {
  if (feedback.state === state) return { state, version: feedback.version };
  const { tx, actor } = scope;
  const own = sql`${actor.workspace.id}::uuid`;
  const now = sql`${scope.now.toISOString()}::timestamptz`;
  if (decisionId) {
    await tx.execute(
      sql`update decisions set ended_at = null where workspace_id = ${own} and id = ${decisionId}::uuid`,
    );
  }
  await tx.execute(sql`
    update feedback set state = ${state}, decision_id = ${decisionId}::uuid, version = version + 1, updated_at = ${now}
    where workspace_id = ${own} and id = ${feedbackId}::uuid`);
  if (feedback.decisionId) {
    await tx.execute(sql`
      update decisions set ended_at = ${now} where workspace_id = ${own} and id = ${feedback.decisionId}::uuid`);
  }
  return { state, version: feedback.version + 1 };
}

/** What an event says of the feedback's own row; nothing when the link left it alone. */
const moved = ({ feedback }: Pair, now: Feedback): { before: Values; after: Values } =>
  now.version === feedback.version
    ? { before: {}, after: {} }
    : {
        before: {
          state: feedback.state,
          feedbackVersion: feedback.version,
          ...(feedback.decisionId ? { decisionId: feedback.decisionId } : {}),
        },
        after: { state: now.state, feedbackVersion: now.version },
      };

/** Whose link it is when somebody links now. */
export const linkNow = ({ actor, now }: Scope, given: Pick<Link, "quote" | "importance">): Link => ({
  ...given,
  origin: "person",
  linkedBy: { kind: actor.kind, id: authorId(actor), name: actor.name },
  linkedAt: now.toISOString(),
});

/** Adds the link that a locked pair does not have. The feedback is reviewed by it. */
export async function addLink(scope: Scope, pair: Pair, link: Link): Promise<Feedback> {
  const { tx, actor, record } = scope;
  const { feedbackId, ideaId } = pair;
  const { quote, importance, origin, linkedBy, linkedAt } = link;
  await translated(
    tx.execute(sql`
      insert into evidence (workspace_id, feedback_id, idea_id, quote, importance, origin, linked_by, linked_by_kind, linked_at)
      values (${actor.workspace.id}::uuid, ${feedbackId}::uuid, ${ideaId}::uuid, ${quote}, ${importance}, ${origin},
        ${linkedBy.id}::uuid, ${linkedBy.kind}, ${linkedAt}::timestamptz)`),
    { evidence_idea_alive: notFound },
  );
  const feedback = await bring(scope, pair, "reviewed", null);
  const { before, after } = moved(pair, feedback);
  record({
    action: "evidence.linked",
    subject: { type: "idea", id: ideaId },
    before,
    after: { feedbackId, importance, origin, linkedAt, ...after },
    personal: { after: { quote } },
  });
  return feedback;
}

/** Writes another quote or importance into the link of a locked pair. */
export async function changeLink(scope: Scope, pair: Pair, from: Link, to: Link): Promise<void> {
  const { tx, actor, record } = scope;
  const { feedbackId, ideaId } = pair;
  await tx.execute(sql`
    update evidence set quote = ${to.quote}, importance = ${to.importance}
    where workspace_id = ${actor.workspace.id}::uuid and ${between(feedbackId, ideaId)}`);
  record({
    action: "evidence.updated",
    subject: { type: "idea", id: ideaId },
    before: { importance: from.importance },
    after: { feedbackId, importance: to.importance, linkedAt: to.linkedAt },
    personal: { before: { quote: from.quote }, after: { quote: to.quote } },
  });
}

type Otherwise = { state: FeedbackState; decisionId: string | null };

/** Takes the link of a locked pair away. Feedback that was reviewed and has no idea left goes to `otherwise`. */
export async function removeLink(
  scope: Scope,
  pair: Pair,
  link: Link,
  otherwise: Otherwise = { state: "inbox", decisionId: null },
): Promise<void> {
  const { tx, actor, record } = scope;
  const { feedbackId, ideaId } = pair;
  await tx.execute(sql`
    delete from evidence
    where workspace_id = ${actor.workspace.id}::uuid and ${between(feedbackId, ideaId)}`);
  const stays = pair.feedback.state !== "reviewed" || (await hasIdea(scope, feedbackId));
  const feedback = stays ? pair.feedback : await bring(scope, pair, otherwise.state, otherwise.decisionId);
  const { before, after } = moved(pair, feedback);
  const { quote, importance, origin, linkedAt, linkedBy } = link;
  record({
    action: "evidence.unlinked",
    subject: { type: "idea", id: ideaId },
    before: { importance, origin, linkedAt, linkedBy: { kind: linkedBy.kind, id: linkedBy.id }, ...before },
    after: { feedbackId, ...after },
    personal: { before: { quote } },
  });
}

import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { command } from "#lib/core/operation.ts";
import { readFeedback } from "./record.ts";
import { lockFeedback } from "./row.ts";
import { feedbackDetail, reopenFeedbackInput, reviewFeedbackInput, setAsideFeedbackInput } from "./schema.ts";
import { bring } from "./state.ts";
import "./undo.ts";

/** Done with it: answered, and nothing to link. */
export const reviewFeedback = command({
  name: "feedback.review",
  needs: "feedback:triage",
  input: reviewFeedbackInput,
  output: feedbackDetail,
  async run(scope, { id, note }) {
    const { tx, actor } = scope;
    const row = await lockFeedback(tx, actor, id);
    const reviewNote = note === undefined ? row.reviewNote : note;
    if (row.state !== "reviewed" || reviewNote !== row.reviewNote) {
      await bring(scope, row, { state: "reviewed", decisionId: null, reviewNote }, { action: "feedback.reviewed" });
    }
    return readFeedback(tx, actor, id);
  },
});

/** Back to the inbox. */
export const reopenFeedback = command({
  name: "feedback.reopen",
  needs: "feedback:triage",
  input: reopenFeedbackInput,
  output: feedbackDetail,
  async run(scope, { id, reason = null }) {
    const { tx, actor } = scope;
    const row = await lockFeedback(tx, actor, id);
    if (row.state !== "inbox") {
      const next = { state: "inbox", decisionId: null, reviewNote: row.reviewNote } as const;
      await bring(scope, row, next, { action: "feedback.reopened", reason });
    }
    return readFeedback(tx, actor, id);
  },
});

/** Decided against for now, with a reason. There is no silent archive. */
export const setAsideFeedback = command({
  name: "feedback.setAside",
  needs: "feedback:triage",
  input: setAsideFeedbackInput,
  output: feedbackDetail,
  async run(scope, { id, reason, note = null, publicReply = null, reopenWhen = null }) {
    const { tx, actor, now } = scope;
    const row = await lockFeedback(tx, actor, id);
    if (row.state === "set_aside") throw conflict("This feedback is set aside already. Reopen it first.");
    const decisionId = newId();
    await tx.execute(sql`
      insert into decisions (workspace_id, id, subject_type, subject_id, reason, note, public_reply, reopen_when, by, by_kind, at)
      values (${actor.workspace.id}::uuid, ${decisionId}::uuid, 'feedback', ${id}::uuid, ${reason}, ${note}, ${publicReply},
        ${reopenWhen && JSON.stringify(reopenWhen)}::jsonb, ${authorId(actor)}::uuid, ${actor.kind},
        ${now.toISOString()}::timestamptz)`);
    const next = { state: "set_aside", decisionId, reviewNote: row.reviewNote } as const;
    await bring(scope, row, next, { action: "feedback.setAside", reason, note });
    return readFeedback(tx, actor, id);
  },
});

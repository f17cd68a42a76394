import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type PastEvent, unchangedSince, undoes } from "#lib/core/undo.ts";
import { refuseOthers } from "./policy.ts";
import { type Held, type Locked, lockFeedbackRow } from "./row.ts";
import { bring, reopenDecision } from "./state.ts";
import { markFeedback, writeFeedback } from "./write.ts";

/** The feedback as the event left it, locked; 409 when it is not like that any more. */
async function asLeft({ tx, actor }: Scope, event: PastEvent, deleted = false): Promise<Locked> {
  const row = await lockFeedbackRow(tx, actor, event.subject.id);
  refuseOthers(actor, row);
  unchangedSince(event, row.deleted === deleted ? row.version : undefined);
  return row;
}

undoes("feedback.created", {
  needs: "feedback:write",
  async run(scope, event) {
    await markFeedback(scope, await asLeft(scope, event), true);
  },
});

undoes("feedback.updated", {
  needs: "feedback:write",
  async run(scope, event) {
    const row = await asLeft(scope, event);
    if (event.after.by === "source") throw conflict("Its source says so now, which cannot be undone here.");
    const known = Object.entries(event.before).filter(([name]) => Object.hasOwn(row.held, name));
    const given = { ...row.held, ...(Object.fromEntries(known) as Partial<Held>) };
    const edited = event.before.editedFields;
    await writeFeedback(scope, row, given, () => (Array.isArray(edited) ? edited.map(String) : row.editedFields));
  },
});

undoes("feedback.deleted", {
  needs: "feedback:write",
  async run(scope, event) {
    await markFeedback(scope, await asLeft(scope, event, true), false);
  },
});

undoes("feedback.restored", {
  needs: "feedback:write",
  async run(scope, event) {
    await markFeedback(scope, await asLeft(scope, event), true);
  },
});

const states = { inbox: "feedback.reopened", reviewed: "feedback.reviewed", set_aside: "feedback.setAside" } as const;

/** Back to the state before, with the decision and the note of that time. */
for (const action of Object.values(states)) {
  undoes(action, {
    needs: "feedback:triage",
    async run(scope, event) {
      const row = await asLeft(scope, event);
      const { state, decisionId, reviewNote } = event.before;
      if (state !== "inbox" && state !== "reviewed" && state !== "set_aside")
        throw new Error("an event without a state");
      const decision = typeof decisionId === "string" ? decisionId : null;
      if (decision !== null) await reopenDecision(scope, decision);
      const note = typeof reviewNote === "string" || reviewNote === null ? reviewNote : row.reviewNote;
      await bring(scope, row, { state, decisionId: decision, reviewNote: note }, { action: states[state] });
    },
  });
}

import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { command } from "#lib/core/operation.ts";
import { authorId } from "./author.ts";
import { decide, open } from "./decision.ts";
import { readIdea } from "./record.ts";
import { lockIdea } from "./row.ts";
import { idea, reopenIdeaInput, setAsideIdeaInput } from "./schema.ts";
import "./undo.ts";

/** Decided against for now, with a reason. Evidence may still be linked to it. */
export const setAsideIdea = command({
  name: "idea.setAside",
  needs: "ideas:write",
  input: setAsideIdeaInput,
  output: idea,
  async run(scope, { id, reason, note = null }) {
    const { tx, actor, now, record } = scope;
    const { version, state } = await lockIdea(scope, id);
    if (state === "set_aside") throw conflict("This idea is set aside already.");
    const decisionId = newId();
    await tx.execute(sql`
      insert into decisions (workspace_id, id, subject_type, subject_id, reason, note, by, by_kind, at)
      values (${actor.workspace.id}::uuid, ${decisionId}::uuid, 'idea', ${id}::uuid, ${reason}, ${note},
        ${authorId(actor)}::uuid, ${actor.kind}, ${now.toISOString()}::timestamptz)`);
    await decide(scope, id, decisionId);
    record({
      action: "idea.setAside",
      subject: { type: "idea", id },
      before: { state: "open", version },
      after: { state: "set_aside", decisionId, version: version + 1 },
      reason,
      personal: { after: { note } },
    });
    return readIdea(tx, actor, id);
  },
});

export const reopenIdea = command({
  name: "idea.reopen",
  needs: "ideas:write",
  input: reopenIdeaInput,
  output: idea,
  async run(scope, { id, reason = null }) {
    const { version, decisionId } = await lockIdea(scope, id);
    if (decisionId === null) throw conflict("This idea is open already.");
    await open(scope, { id, version, decisionId, reason });
    return readIdea(scope.tx, scope.actor, id);
  },
});

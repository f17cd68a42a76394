import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { unchangedSince, undoes } from "#lib/core/undo.ts";
import { placeBack } from "../place.ts";
import { initiative, reopenInitiativeInput, setAsideInitiativeInput } from "../schema.ts";
import { readInitiative } from "./read.ts";
import { lockColumnOf } from "./removal.ts";
import { lockInitiative } from "./row.ts";

type Decision = { id: string; reason: string; note: string | null };

/** Takes a locked card off the board, by a decision that is made with it. */
async function decide(
  scope: Scope,
  id: string,
  version: number,
  { reason, note }: Omit<Decision, "id">,
): Promise<void> {
  const { tx, actor, now, record } = scope;
  const decisionId = newId();
  const at = now.toISOString();
  await tx.execute(sql`
    insert into decisions (workspace_id, id, subject_type, subject_id, reason, note, by, by_kind, at)
    values (${actor.workspace.id}, ${decisionId}, 'initiative', ${id}, ${reason}, ${note}, ${authorId(actor)}::uuid,
      ${actor.kind}, ${at}::timestamptz)`);
  await tx.execute(sql`
    update initiatives set state = 'set_aside', decision_id = ${decisionId}, version = version + 1,
      updated_at = ${at}::timestamptz
    where workspace_id = ${actor.workspace.id} and id = ${id}`);
  record({
    action: "initiative.setAside",
    subject: { type: "initiative", id },
    before: { state: "open", version },
    after: { state: "set_aside", decisionId, version: version + 1 },
    reason,
    ...(note === null ? {} : { personal: { after: { note } } }),
  });
}

/** Brings a card that was set aside back to its column, whose lock is held, and ends the decision. */
async function bringBack(scope: Scope, id: string, reason: string | null): Promise<void> {
  const { tx, actor, now, record } = scope;
  const row = await lockInitiative(scope, id);
  if (row.decisionId === null) throw conflict("This is not set aside.");
  const { position } = await placeBack(scope, row.horizon, id, row.position);
  const at = now.toISOString();
  await tx.execute(sql`
    update initiatives set state = 'open', decision_id = null, position = ${position}, version = version + 1,
      updated_at = ${at}::timestamptz
    where workspace_id = ${actor.workspace.id} and id = ${id}`);
  const [decision] = await tx.execute<Decision>(sql`
    update decisions set ended_at = ${at}::timestamptz
    where workspace_id = ${actor.workspace.id} and id = ${row.decisionId} returning id, reason, note`);
  record({
    action: "initiative.reopened",
    subject: { type: "initiative", id },
    before: { state: "set_aside", decisionId: row.decisionId, why: decision?.reason ?? null, version: row.version },
    after: { state: "open", version: row.version + 1 },
    reason,
    ...(decision?.note ? { personal: { before: { note: decision.note } } } : {}),
  });
}

export const setAsideInitiative = command({
  name: "initiative.setAside",
  needs: "roadmap:write",
  input: setAsideInitiativeInput,
  output: initiative,
  async run(scope, { id, reason, note = null }) {
    const { version, decisionId } = await lockInitiative(scope, id);
    if (decisionId !== null) throw conflict("This is set aside already.");
    await decide(scope, id, version, { reason, note });
    return readInitiative(scope, id);
  },
});

export const reopenInitiative = command({
  name: "initiative.reopen",
  needs: "roadmap:write",
  input: reopenInitiativeInput,
  output: initiative,
  async run(scope, { id, reason = null }) {
    await lockColumnOf(scope, id);
    await bringBack(scope, id, reason);
    return readInitiative(scope, id);
  },
});

undoes("initiative.setAside", {
  needs: "roadmap:write",
  async run(scope, event) {
    const { id } = event.subject;
    await lockColumnOf(scope, id);
    unchangedSince(event, (await lockInitiative(scope, id)).version);
    await bringBack(scope, id, null);
  },
});

undoes("initiative.reopened", {
  needs: "roadmap:write",
  async run(scope, event) {
    const { id } = event.subject;
    const { version } = await lockInitiative(scope, id);
    unchangedSince(event, version);
    const { why, note } = event.before;
    await decide(scope, id, version, { reason: String(why), note: typeof note === "string" ? note : null });
  },
});

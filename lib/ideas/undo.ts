import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type PastEvent, unchangedSince, undoes } from "#lib/core/undo.ts";
import { open, setAsideAgain } from "./decision.ts";
import { removeIdea, restoreIdea } from "./removal.ts";
import { type Held, lockIdeaRow } from "./row.ts";
import { writeIdea } from "./write.ts";

const needs = "ideas:write" as const;

/** The idea as the event left it, locked; 409 when it is not like that any more. */
async function asLeft(scope: Scope, event: PastEvent, deleted = false) {
  const row = await lockIdeaRow(scope, event.subject.id);
  unchangedSince(event, row.deleted === deleted ? row.version : undefined);
  return row;
}

/** A link to it is a use of it, though it changes nothing in the idea's own row. */
async function refuseUsed({ tx, actor }: Scope, id: string): Promise<void> {
  const own = sql`${actor.workspace.id}::uuid`;
  const [row] = await tx.execute<{ used: boolean }>(sql`
    select exists (select from evidence where workspace_id = ${own} and idea_id = ${id}::uuid)
      or exists (select from initiative_ideas where workspace_id = ${own} and idea_id = ${id}::uuid) as used`);
  if (row?.used) throw conflict("Something is linked to this idea by now, so its creation can no longer be undone.");
}

undoes("idea.created", {
  needs,
  async run(scope, event) {
    const { version } = await asLeft(scope, event);
    await refuseUsed(scope, event.subject.id);
    await removeIdea(scope, event.subject.id, version);
  },
});

undoes("idea.updated", {
  needs,
  async run(scope, event) {
    const { version, held } = await asLeft(scope, event);
    const known = Object.entries(event.before).filter(([name]) => Object.hasOwn(held, name));
    const next = { ...held, ...(Object.fromEntries(known) as Partial<Held>) };
    await writeIdea(scope, { id: event.subject.id, version, held, next });
  },
});

undoes("idea.deleted", {
  needs,
  async run(scope, event) {
    const { version } = await asLeft(scope, event, true);
    await restoreIdea(scope, event, version);
  },
});

undoes("idea.restored", {
  needs,
  async run(scope, event) {
    const { version } = await asLeft(scope, event);
    await removeIdea(scope, event.subject.id, version);
  },
});

undoes("idea.setAside", {
  needs,
  async run(scope, event) {
    const { version, decisionId } = await asLeft(scope, event);
    if (decisionId === null) throw new Error("an idea set aside points to its decision");
    await open(scope, { id: event.subject.id, version, decisionId });
  },
});

undoes("idea.reopened", {
  needs,
  async run(scope, event) {
    const { version } = await asLeft(scope, event);
    await setAsideAgain(scope, { id: event.subject.id, version, decisionId: String(event.before.decisionId) });
  },
});

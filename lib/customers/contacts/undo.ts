import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type PastEvent, unchangedSince, undoes } from "#lib/core/undo.ts";
import { refuseChange, takeTurn } from "../policy.ts";
import { type ContactRow, type Held, lockContactRow } from "./record.ts";
import { markContact, writeContact } from "./write.ts";

const needs = "customers:write" as const;

/** The contact as the event left it, locked; 409 when it is not like that any more. */
async function asLeft({ tx, actor }: Scope, event: PastEvent, deleted = false): Promise<ContactRow> {
  refuseChange(actor);
  await takeTurn(tx, actor.workspace.id);
  const row = await lockContactRow(tx, actor, event.subject.id);
  unchangedSince(event, row.deleted === deleted ? row.version : undefined);
  return row;
}

const mark = (scope: Scope, held: ContactRow, deleted: boolean) =>
  markContact(scope, { id: held.id, version: held.version, held, deleted });

/** Feedback that points to it is a use of it, though it changes nothing in its own row. */
async function refuseUsed({ tx, actor }: Scope, id: string): Promise<void> {
  const [row] = await tx.execute<{ used: boolean }>(sql`
    select exists (
      select from feedback
      where workspace_id = ${actor.workspace.id}::uuid and contact_id = ${id}::uuid and deleted_at is null) as used`);
  if (row?.used) throw conflict("This contact has said something by now, so its creation can no longer be undone.");
}

undoes("contact.created", {
  needs,
  async run(scope, event) {
    const held = await asLeft(scope, event);
    await refuseUsed(scope, held.id);
    await mark(scope, held, true);
  },
});

undoes("contact.updated", {
  needs,
  async run(scope, event) {
    const held = await asLeft(scope, event);
    const known = Object.entries(event.before).filter(([name]) => name !== "version" && Object.hasOwn(held, name));
    const given = { ...held, ...(Object.fromEntries(known) as Partial<Held>) };
    await writeContact(scope, { id: held.id, version: held.version, held, given });
  },
});

undoes("contact.deleted", {
  needs,
  async run(scope, event) {
    const row = await asLeft(scope, event, true);
    const { externalIds = [] } = event.before as Partial<Held>;
    await mark(scope, { ...row, externalIds }, false);
  },
});

undoes("contact.restored", {
  needs,
  async run(scope, event) {
    await mark(scope, await asLeft(scope, event), true);
  },
});

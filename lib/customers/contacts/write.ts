import { sql } from "drizzle-orm";
import { conflict, invalid, notFound } from "#lib/core/errors.ts";
import { changes, type Json, type Values } from "#lib/core/events.ts";
import { newId } from "#lib/core/id.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { setExternalIds, tidyIds } from "../external-ids.ts";
import type { Held } from "./record.ts";

export const nothing: Held = {
  name: null,
  email: null,
  companyId: null,
  role: null,
  persona: null,
  isChampion: false,
  externalIds: [],
};

/** Everything about a person is personal, and so is what a help desk calls them. */
const shared = ({ companyId, isChampion }: Held): Values => ({ companyId, isChampion });
const personal = ({ name, email, role, persona, externalIds }: Held): Values => ({
  name,
  email,
  role,
  persona,
  externalIds: externalIds as Json,
});

const tidied = (held: Held): Held => {
  if (held.name === null && held.email === null) {
    throw invalid("/name", "required", "needs a name or an e-mail address");
  }
  return { ...held, externalIds: tidyIds(held.externalIds) };
};

const columns = sql`name, email, company_id, role, persona, is_champion`;
const valuesOf = (held: Held) =>
  sql`${held.name}, ${held.email}, ${held.companyId}::uuid, ${held.role}, ${held.persona}, ${held.isChampion}::boolean`;
const expected = { contacts_live_email: () => conflict("Another contact has this e-mail address: see email.") };

/** A company that was deleted is none. The lock makes its deletion wait. */
async function refuseNoCompany({ tx, actor }: Scope, companyId: string | null): Promise<void> {
  if (companyId === null) return;
  const [row] = await tx.execute(sql`
    select from companies
    where workspace_id = ${actor.workspace.id}::uuid and id = ${companyId}::uuid and deleted_at is null for key share`);
  if (!row) throw notFound();
}

/** Makes a contact. The turn is taken already. Gives its id. */
export async function insertContact(scope: Scope, given: Held): Promise<string> {
  const { tx, actor, now, record } = scope;
  const id = newId();
  const held = tidied(given);
  const at = sql`${now.toISOString()}::timestamptz`;
  await refuseNoCompany(scope, held.companyId);
  await translated(
    tx.execute(sql`
      insert into contacts (workspace_id, id, ${columns}, created_at, updated_at)
      values (${actor.workspace.id}::uuid, ${id}::uuid, ${valuesOf(held)}, ${at}, ${at})`),
    expected,
  );
  await setExternalIds(scope, "contact", id, [], held.externalIds);
  record({
    action: "contact.created",
    subject: { type: "contact", id },
    after: { ...shared(held), version: 1 },
    personal: { after: personal(held) },
  });
  return id;
}

/** Writes what differs of a locked contact, and its event. False when nothing differs. */
export async function writeContact(
  scope: Scope,
  { id, version, held, given }: { id: string; version: number; held: Held; given: Held },
): Promise<boolean> {
  const next = tidied(given);
  const own = changes(shared(held), shared(next));
  const hidden = changes(personal(held), personal(next));
  if (own === null && hidden === null) return false;
  const { tx, actor, now, record } = scope;
  if (next.companyId !== held.companyId) await refuseNoCompany(scope, next.companyId);
  await translated(
    tx.execute(sql`
      update contacts set (${columns}) = row(${valuesOf(next)}), version = version + 1,
        updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`),
    expected,
  );
  await setExternalIds(scope, "contact", id, held.externalIds, next.externalIds);
  record({
    action: "contact.updated",
    subject: { type: "contact", id },
    before: { ...own?.before, version },
    after: { ...own?.after, version: version + 1 },
    ...(hidden && { personal: hidden }),
  });
  return true;
}

/** Deletes a locked contact, or brings it back. What it is known by is freed meanwhile. */
export async function markContact(
  scope: Scope,
  { id, version, held, deleted }: { id: string; version: number; held: Held; deleted: boolean },
): Promise<void> {
  const { tx, actor, now, record } = scope;
  const known = { externalIds: held.externalIds as Json };
  await translated(
    tx.execute(sql`
      update contacts set deleted_at = ${deleted ? now.toISOString() : null}::timestamptz, version = version + 1,
        updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`),
    expected,
  );
  await setExternalIds(scope, "contact", id, deleted ? held.externalIds : [], deleted ? [] : held.externalIds);
  record({
    action: deleted ? "contact.deleted" : "contact.restored",
    subject: { type: "contact", id },
    before: { deleted: !deleted, version },
    after: { deleted, version: version + 1 },
    personal: deleted ? { before: known } : { after: known },
  });
}

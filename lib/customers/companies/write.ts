import { sql } from "drizzle-orm";
import { conflict, invalid } from "#lib/core/errors.ts";
import { changes, type Json, type Values } from "#lib/core/events.ts";
import { newId } from "#lib/core/id.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { setExternalIds, tidyIds } from "../external-ids.ts";
import { isFreeMail } from "../free-mail.ts";
import type { Held } from "./record.ts";

export const nothing: Omit<Held, "name"> = {
  arr: null,
  tier: null,
  lifecycle: null,
  renewsOn: null,
  health: null,
  ownerId: null,
  size: null,
  domains: [],
  externalIds: [],
  fields: {},
};

/** Lists sorted and without repetition, so that two that say the same are the same. */
const tidied = (held: Held): Held => ({
  ...held,
  domains: [...new Set(held.domains)].sort(),
  externalIds: tidyIds(held.externalIds),
});

/** What stands there already may stay, whatever the list of mail providers says by now. */
export function refuseFreeMail(domains: string[], standing: string[] = []): void {
  const at = domains.findIndex((domain) => isFreeMail(domain) && !standing.includes(domain));
  if (at >= 0) throw invalid(`/domains/${at}`, "free_mail", "belongs to a mail provider, not to a company");
}

/** What an event of a company holds; its name can be a person's. */
const shared = ({ name: _, fields: __, ...values }: Held): Values => values as Values;
const personal = ({ name, fields }: Held): Values => ({ name, fields: fields as Json });

const columns = sql`name, arr, tier, lifecycle, renews_on, health, owner_id, size, fields`;
const valuesOf = (held: Held) => sql`${held.name}, ${held.arr}::numeric, ${held.tier}, ${held.lifecycle},
  ${held.renewsOn}::date, ${held.health}::int, ${held.ownerId}::uuid, ${held.size}::int, ${JSON.stringify(held.fields)}::jsonb`;

/** Makes a company. The turn is taken already. Gives its id. */
export async function insertCompany(scope: Scope, given: Held): Promise<string> {
  const { tx, actor, now, record } = scope;
  const id = newId();
  const held = tidied(given);
  const at = sql`${now.toISOString()}::timestamptz`;
  await translated(
    tx.execute(sql`
      insert into companies (workspace_id, id, ${columns}, created_at, updated_at)
      values (${actor.workspace.id}::uuid, ${id}::uuid, ${valuesOf(held)}, ${at}, ${at})`),
  );
  await setDomains(scope, id, [], held.domains);
  await setExternalIds(scope, "company", id, [], held.externalIds);
  record({
    action: "company.created",
    subject: { type: "company", id },
    after: { ...shared(held), version: 1 },
    personal: { after: personal(held) },
  });
  return id;
}

/** Writes what differs of a locked company, and its event. False when nothing differs. */
export async function writeCompany(
  scope: Scope,
  { id, version, held, given }: { id: string; version: number; held: Held; given: Held },
): Promise<boolean> {
  const next = tidied(given);
  const own = changes(shared(held), shared(next));
  const hidden = changes(personal(held), personal(next));
  if (own === null && hidden === null) return false;
  const { tx, actor, now, record } = scope;
  await translated(
    tx.execute(sql`
      update companies set (${columns}) = row(${valuesOf(next)}), version = version + 1,
        updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`),
  );
  await setDomains(scope, id, held.domains, next.domains);
  await setExternalIds(scope, "company", id, held.externalIds, next.externalIds);
  record({
    action: "company.updated",
    subject: { type: "company", id },
    before: { ...own?.before, version },
    after: { ...own?.after, version: version + 1 },
    ...(hidden && { personal: hidden }),
  });
  return true;
}

/** Adds and removes domains. One that is another company's: 409. */
async function setDomains({ tx, actor }: Scope, id: string, held: string[], next: string[]): Promise<void> {
  const own = sql`${actor.workspace.id}::uuid`;
  const gone = held.filter((domain) => !next.includes(domain));
  const added = next.filter((domain) => !held.includes(domain));
  if (gone.length > 0) {
    await tx.execute(sql`
      delete from company_domains where workspace_id = ${own} and company_id = ${id}::uuid
        and domain in (select jsonb_array_elements_text(${JSON.stringify(gone)}::jsonb))`);
  }
  if (added.length === 0) return;
  await translated(
    tx.execute(sql`
      insert into company_domains (workspace_id, domain, company_id)
      select ${own}, d, ${id}::uuid from jsonb_array_elements_text(${JSON.stringify(added)}::jsonb) d order by d`),
    { company_domains_pk: () => conflict("One of these domains belongs to another company: see domains.") },
  );
}

/** Deletes a locked company, or brings it back. What it is known by is freed meanwhile, so that it may be made anew. */
export async function markCompany(
  scope: Scope,
  { id, version, held, deleted }: { id: string; version: number; held: Held; deleted: boolean },
): Promise<void> {
  const { tx, actor, now, record } = scope;
  const known = { domains: held.domains, externalIds: held.externalIds };
  await tx.execute(sql`
    update companies set deleted_at = ${deleted ? now.toISOString() : null}::timestamptz, version = version + 1,
      updated_at = ${now.toISOString()}::timestamptz
    where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`);
  await setDomains(scope, id, deleted ? held.domains : [], deleted ? [] : held.domains);
  await setExternalIds(scope, "company", id, deleted ? held.externalIds : [], deleted ? [] : held.externalIds);
  record({
    action: deleted ? "company.deleted" : "company.restored",
    subject: { type: "company", id },
    before: { deleted: !deleted, version, ...(deleted && known) },
    after: { deleted, version: version + 1, ...(!deleted && known) },
  });
}

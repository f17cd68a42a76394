import { sql } from "drizzle-orm";
import { changes, type Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { ExternalId } from "../external-ids.ts";
import type { Plan } from "./plan.ts";

/** Writes a plan, made under the turn, and its events: a fixed number of statements. */
export async function carryOut(scope: Scope, plan: Plan): Promise<void> {
  await insert(scope, plan);
  await changeCompanies(scope, plan);
  await changeContacts(scope, plan);
}

async function insert({ tx, actor, record }: Scope, plan: Plan): Promise<void> {
  const own = sql`${actor.workspace.id}::uuid`;
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  const statements = [
    plan.companies.length > 0 &&
      sql`insert into companies (workspace_id, id, name, arr)
        select ${own}, c.id, c.name, c.arr from jsonb_to_recordset(${json(plan.companies)}) as c(id uuid, name text, arr numeric)`,
    plan.domains.length > 0 &&
      sql`insert into company_domains (workspace_id, domain, company_id)
        select ${own}, d.domain, d.id from jsonb_to_recordset(${json(plan.domains)}) as d(domain text, id uuid)`,
    plan.companyIds.length > 0 &&
      sql`insert into company_external_ids (workspace_id, source, external_id, company_id)
        select ${own}, x.source, x."externalId", x.id
        from jsonb_to_recordset(${json(plan.companyIds)}) as x(source text, "externalId" text, id uuid)`,
    plan.contacts.length > 0 &&
      sql`insert into contacts (workspace_id, id, name, email, company_id)
        select ${own}, p.id, p.name, p.email, p."companyId"
        from jsonb_to_recordset(${json(plan.contacts)}) as p(id uuid, name text, email text, "companyId" uuid)`,
    plan.contactIds.length > 0 &&
      sql`insert into contact_external_ids (workspace_id, source, external_id, contact_id)
        select ${own}, x.source, x."externalId", x.id
        from jsonb_to_recordset(${json(plan.contactIds)}) as x(source text, "externalId" text, id uuid)`,
  ].filter((statement) => statement !== false);
  await Promise.all(statements.map((statement) => tx.execute(statement)));
  for (const { id, name, arr } of plan.companies) {
    const after = { arr, version: 1 };
    record({ action: "company.created", subject: { type: "company", id }, after, personal: { after: { name } } });
  }
  for (const { id, name, email, companyId } of plan.contacts) {
    const after = { companyId, version: 1 };
    record({
      action: "contact.created",
      subject: { type: "contact", id },
      after,
      personal: { after: { name, email } },
    });
  }
}

type Held<T> = T & { id: string; version: number };

/** What was there before and has been given a domain or an external id. */
function grown(added: { id: string }[], made: { id: string }[]): string[] {
  const isNew = new Set(made.map(({ id }) => id));
  return added.map(({ id }) => id).filter((id) => !isNew.has(id));
}

/** The external ids of a company or a contact before those of the plan were added. */
const earlier = (ids: ExternalId[], added: Plan["companyIds"]): ExternalId[] =>
  ids.filter(({ source, id }) => !added.some((one) => one.source === source && one.externalId === id));

async function changeCompanies({ tx, actor, now, record }: Scope, plan: Plan): Promise<void> {
  const changed = plan.changedCompanies;
  const ids = new Set([...changed.keys(), ...grown([...plan.domains, ...plan.companyIds], plan.companies)]);
  if (ids.size === 0) return;
  const own = sql`${actor.workspace.id}::uuid`;
  type Values = { name: string; arr: number | null; domains: string[]; externalIds: ExternalId[] };
  const rows = await tx.execute<Held<Values>>(sql`
    select c.id, c.name, c.arr, c.version,
      (select coalesce(jsonb_agg(d.domain order by d.domain), '[]') from company_domains d
        where d.workspace_id = ${own} and d.company_id = c.id) as domains,
      (select coalesce(jsonb_agg(jsonb_build_object('source', x.source, 'id', x.external_id) order by x.source, x.external_id), '[]')
        from company_external_ids x where x.workspace_id = ${own} and x.company_id = c.id) as "externalIds"
    from companies c where c.workspace_id = ${own}
      and c.id in (select jsonb_array_elements_text(${JSON.stringify([...ids])}::jsonb)::uuid)
    order by c.id for no key update`);
  const next = rows.map((row) => ({ ...row, ...changed.get(row.id) }));
  await tx.execute(sql`
    update companies c set name = n.name, arr = n.arr, version = c.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n(id uuid, name text, arr numeric)
    where c.workspace_id = ${own} and c.id = n.id`);
  for (const [i, row] of rows.entries()) {
    const { name, arr } = next[i] ?? row;
    const added = new Set(plan.domains.filter(({ id }) => id === row.id).map(({ domain }) => domain));
    const before = {
      arr: row.arr,
      domains: row.domains.filter((domain) => !added.has(domain)),
      externalIds: earlier(row.externalIds, plan.companyIds),
    };
    const after = { arr, domains: row.domains, externalIds: row.externalIds };
    tell(record, "company", row, { before, after }, { before: { name: row.name }, after: { name } });
  }
}

async function changeContacts({ tx, actor, now, record }: Scope, plan: Plan): Promise<void> {
  const changed = plan.changedContacts;
  const ids = new Set([...changed.keys(), ...grown(plan.contactIds, plan.contacts)]);
  if (ids.size === 0) return;
  const own = sql`${actor.workspace.id}::uuid`;
  type Values = { name: string | null; email: string | null; companyId: string | null; externalIds: ExternalId[] };
  const rows = await tx.execute<Held<Values>>(sql`
    select p.id, p.name, p.email, p.company_id as "companyId", p.version,
      (select coalesce(jsonb_agg(jsonb_build_object('source', x.source, 'id', x.external_id) order by x.source, x.external_id), '[]')
        from contact_external_ids x where x.workspace_id = ${own} and x.contact_id = p.id) as "externalIds"
    from contacts p where p.workspace_id = ${own}
      and p.id in (select jsonb_array_elements_text(${JSON.stringify([...ids])}::jsonb)::uuid)
    order by p.id for no key update`);
  const next = rows.map((row) => ({ ...row, ...changed.get(row.id) }));
  await tx.execute(sql`
    update contacts p set name = n.name, email = n.email, company_id = n."companyId", version = p.version + 1,
      updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n(id uuid, name text, email text, "companyId" uuid)
    where p.workspace_id = ${own} and p.id = n.id`);
  for (const [i, row] of rows.entries()) {
    const { name, email, companyId } = next[i] ?? row;
    const { externalIds } = row;
    const personal = {
      before: { name: row.name, email: row.email, externalIds: earlier(externalIds, plan.contactIds) },
      after: { name, email, externalIds },
    };
    tell(record, "contact", row, { before: { companyId: row.companyId }, after: { companyId } }, personal);
  }
}

type Sides = { before: Values; after: Values };

function tell(
  record: Scope["record"],
  type: "company" | "contact",
  { id, version }: { id: string; version: number },
  own: Sides,
  hidden: Sides,
) {
  const shown = changes(own.before, own.after);
  const personal = changes(hidden.before, hidden.after);
  record({
    action: `${type}.updated`,
    subject: { type, id },
    before: { ...shown?.before, version },
    after: { ...shown?.after, version: version + 1 },
    ...(personal && { personal }),
  });
}

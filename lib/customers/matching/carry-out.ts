import { sql } from "drizzle-orm";
import { changes, type Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Plan } from "./plan.ts";

/** Writes a plan, made under the turn, and its events: a fixed number of statements. */
export async function carryOut(scope: Scope, plan: Plan): Promise<void> {
  await insert(scope, plan);
  await changeCompanies(scope, plan.changedCompanies);
  await changeContacts(scope, plan.changedContacts);
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

async function changeCompanies({ tx, actor, now, record }: Scope, changed: Plan["changedCompanies"]): Promise<void> {
  if (changed.size === 0) return;
  const own = sql`${actor.workspace.id}::uuid`;
  const rows = await tx.execute<Held<{ name: string; arr: number | null }>>(sql`
    select id, name, arr, version from companies where workspace_id = ${own}
      and id in (select jsonb_array_elements_text(${JSON.stringify([...changed.keys()])}::jsonb)::uuid)
    order by id for no key update`);
  const next = rows.map((row) => ({ ...row, ...changed.get(row.id) }));
  await tx.execute(sql`
    update companies c set name = n.name, arr = n.arr, version = c.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n(id uuid, name text, arr numeric)
    where c.workspace_id = ${own} and c.id = n.id`);
  for (const [i, row] of rows.entries()) {
    const { name, arr } = next[i] ?? row;
    tell(
      record,
      "company",
      row,
      { before: { arr: row.arr }, after: { arr } },
      { before: { name: row.name }, after: { name } },
    );
  }
}

async function changeContacts({ tx, actor, now, record }: Scope, changed: Plan["changedContacts"]): Promise<void> {
  if (changed.size === 0) return;
  const own = sql`${actor.workspace.id}::uuid`;
  type Values = { name: string | null; email: string | null; companyId: string | null };
  const rows = await tx.execute<Held<Values>>(sql`
    select id, name, email, company_id as "companyId", version from contacts where workspace_id = ${own}
      and id in (select jsonb_array_elements_text(${JSON.stringify([...changed.keys()])}::jsonb)::uuid)
    order by id for no key update`);
  const next = rows.map((row) => ({ ...row, ...changed.get(row.id) }));
  await tx.execute(sql`
    update contacts p set name = n.name, email = n.email, company_id = n."companyId", version = p.version + 1,
      updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n(id uuid, name text, email text, "companyId" uuid)
    where p.workspace_id = ${own} and p.id = n.id`);
  for (const [i, row] of rows.entries()) {
    const { name, email, companyId } = next[i] ?? row;
    const personal = { before: { name: row.name, email: row.email }, after: { name, email } };
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

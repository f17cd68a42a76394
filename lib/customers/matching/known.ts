import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { newId } from "#lib/core/id.ts";
import { companyHost, isFreeMail } from "../free-mail.ts";

/** What a record says of who said it; `source` is where its external ids come from. */
export type Hint = {
  source: string;
  contact?:
    | { externalId?: string | null | undefined; email?: string | null | undefined; name?: string | null | undefined }
    | null
    | undefined;
  company?:
    | {
        externalId?: string | null | undefined;
        name?: string | null | undefined;
        domain?: string | null | undefined;
        arr?: number | null | undefined;
      }
    | null
    | undefined;
};

export type KnownCompany = { id: string; name: string; arr: number | null; isNew: boolean };
export type KnownContact = {
  id: string;
  name: string | null;
  email: string | null;
  companyId: string | null;
  isNew: boolean;
};

export const externalKey = (source: string, id: string) => `${source}\u0000${id}`;

/** A domain that may tell a company: none of a mail provider. */
export const companyDomain = (domain: string | null | undefined): string | null =>
  domain && !isFreeMail(domain) ? domain : null;

/** Companies and contacts by everything that the hints could find them by. */
export class Known {
  readonly companies = {
    byExternal: new Map<string, KnownCompany>(),
    byDomain: new Map<string, KnownCompany>(),
    byName: new Map<string, KnownCompany>(),
  };
  readonly contacts = { byExternal: new Map<string, KnownContact>(), byEmail: new Map<string, KnownContact>() };

  newCompany(name: string, arr: number | null): KnownCompany {
    return { id: newId(), name, arr, isNew: true };
  }

  newContact(name: string | null, email: string | null, companyId: string | null): KnownContact {
    return { id: newId(), name, email, companyId, isNew: true };
  }
}

type CompanyFound = KnownCompany & { by: "external" | "domain" | "name"; source: string | null; key: string };
type ContactFound = KnownContact & { by: "external" | "email"; source: string | null; key: string };

const present = (value: string | null | undefined): value is string => typeof value === "string" && value !== "";
const unique = (values: (string | null | undefined)[]) => [...new Set(values.filter(present))];

/** Looks up everything that the hints name: two statements, however many hints. */
export async function lookUp(tx: Tx, workspaceId: string, hints: Hint[]): Promise<Known> {
  const own = sql`${workspaceId}::uuid`;
  const external = (of: "company" | "contact") =>
    hints.flatMap(({ source, [of]: hint }) => (present(hint?.externalId) ? [{ source, id: hint.externalId }] : []));
  const domains = unique([
    ...hints.map(({ company }) => companyDomain(company?.domain)),
    ...hints.map(({ company, contact }) => (!company && present(contact?.email) ? companyHost(contact.email) : null)),
  ]);
  const names = unique(hints.map(({ company }) => company?.name));
  const emails = unique(hints.map(({ contact }) => contact?.email?.toLowerCase()));
  const living = sql`c.workspace_id = ${own} and c.deleted_at is null`;
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  const [companies, contacts] = await Promise.all([
    tx.execute<CompanyFound>(sql`
      select 'external' as by, x.source, x.external_id as key, c.id, c.name, c.arr
      from jsonb_to_recordset(${json(external("company"))}) as k(source text, id text)
      join company_external_ids x on x.workspace_id = ${own} and x.source = k.source and x.external_id = k.id
      join companies c on ${living} and c.id = x.company_id
      union all
      select 'domain', null, d.domain, c.id, c.name, c.arr
      from jsonb_array_elements_text(${json(domains)}) as k(domain)
      join company_domains d on d.workspace_id = ${own} and d.domain = k.domain
      join companies c on ${living} and c.id = d.company_id
      union all
      select 'name', null, k.name, c.id, c.name, c.arr
      from jsonb_array_elements_text(${json(names)}) as k(name)
      cross join lateral (
        select c.* from companies c where ${living} and c.name_key = lower(k.name) order by c.created_at, c.id limit 1
      ) c`),
    tx.execute<ContactFound>(sql`
      with found as (
        select 'external' as by, x.source, x.external_id as key, c.*
        from jsonb_to_recordset(${json(external("contact"))}) as k(source text, id text)
        join contact_external_ids x on x.workspace_id = ${own} and x.source = k.source and x.external_id = k.id
        join contacts c on ${living} and c.id = x.contact_id
        union all
        select 'email', null, k.email, c.*
        from jsonb_array_elements_text(${json(emails)}) as k(email)
        join contacts c on ${living} and c.email_key = k.email)
      select f.by, f.source, f.key, f.id, f.name, f.email, o.id as "companyId" from found f
      left join companies o on o.workspace_id = ${own} and o.id = f.company_id and o.deleted_at is null`),
  ]);
  return indexed(companies, contacts);
}

function indexed(companies: CompanyFound[], contacts: ContactFound[]): Known {
  const known = new Known();
  const one = <T extends { id: string }>() => {
    const seen = new Map<string, T>();
    return (found: T): T => {
      const first = seen.get(found.id) ?? found;
      seen.set(found.id, first);
      return first;
    };
  };
  const company = one<KnownCompany>();
  for (const { by, source, key, id, name, arr } of companies) {
    const found = company({ id, name, arr, isNew: false });
    if (by === "external") known.companies.byExternal.set(externalKey(source ?? "", key), found);
    else if (by === "domain") known.companies.byDomain.set(key, found);
    else known.companies.byName.set(key.toLowerCase(), found);
  }
  const contact = one<KnownContact>();
  for (const { by, source, key, id, name, email, companyId } of contacts) {
    const found = contact({ id, name, email, companyId, isNew: false });
    if (by === "external") known.contacts.byExternal.set(externalKey(source ?? "", key), found);
    else known.contacts.byEmail.set(key, found);
  }
  return known;
}

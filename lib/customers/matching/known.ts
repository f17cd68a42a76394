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
  // `limit 1` keeps each look-up a look-up: the planner, who cannot see how few keys there are, would read whole tables.
  const [companies, contacts] = await Promise.all([
    tx.execute<CompanyFound>(sql`
      select k.by, k.source, k.key, c.id, c.name, c.arr from (
        select 'external' as by, k.source, k.id as key, x.company_id as id
        from jsonb_to_recordset(${json(external("company"))}) as k(source text, id text)
        cross join lateral (select x.company_id from company_external_ids x
          where x.workspace_id = ${own} and x.source = k.source and x.external_id = k.id limit 1) x
        union all
        select 'domain', null, k.domain, d.company_id
        from jsonb_array_elements_text(${json(domains)}) as k(domain)
        cross join lateral (select d.company_id from company_domains d
          where d.workspace_id = ${own} and d.domain = k.domain limit 1) d
        union all
        select 'name', null, k.name, c.id
        from jsonb_array_elements_text(${json(names)}) as k(name)
        cross join lateral (select c.id from companies c
          where ${living} and c.name_key = lower(k.name) order by c.created_at, c.id limit 1) c
      ) k
      cross join lateral (select c.id, c.name, c.arr from companies c where ${living} and c.id = k.id limit 1) c`),
    tx.execute<ContactFound>(sql`
      select k.by, k.source, k.key, c.id, c.name, c.email,
        (select o.id from companies o where o.workspace_id = ${own} and o.id = c.company_id and o.deleted_at is null)
          as "companyId"
      from (
        select 'external' as by, k.source, k.id as key, x.contact_id as id
        from jsonb_to_recordset(${json(external("contact"))}) as k(source text, id text)
        cross join lateral (select x.contact_id from contact_external_ids x
          where x.workspace_id = ${own} and x.source = k.source and x.external_id = k.id limit 1) x
        union all
        select 'email', null, k.email, c.id
        from jsonb_array_elements_text(${json(emails)}) as k(email)
        cross join lateral (select c.id from contacts c where ${living} and c.email_key = k.email limit 1) c
      ) k
      cross join lateral (select c.id, c.name, c.email, c.company_id from contacts c where ${living} and c.id = k.id limit 1) c`),
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

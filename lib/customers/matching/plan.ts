import { companyHost } from "../free-mail.ts";
import { companyDomain, externalKey, type Hint, type Known, type KnownCompany, type KnownContact } from "./known.ts";

export type Match = { contactId: string | null; companyId: string | null };

type ExternalId = { source: string; externalId: string; id: string };
/** What has to be written so that every hint has its company and its contact. */
export type Plan = {
  matches: Match[];
  companies: KnownCompany[];
  contacts: KnownContact[];
  domains: { domain: string; id: string }[];
  companyIds: ExternalId[];
  contactIds: ExternalId[];
  /** Companies and contacts that were there and differ now. */
  changedCompanies: Map<string, Partial<Pick<KnownCompany, "name" | "arr">>>;
  changedContacts: Map<string, Partial<Pick<KnownContact, "name" | "email" | "companyId">>>;
};

export const isEmpty = (plan: Plan): boolean =>
  [plan.companies, plan.contacts, plan.domains, plan.companyIds, plan.contactIds].every((list) => list.length === 0) &&
  plan.changedCompanies.size + plan.changedContacts.size === 0;

/**
 * Finds each hint's contact (external id, then e-mail) and company (external id, then domain, then exact name), or plans to
 * make it; one after the other, so that what the first makes the next finds. `mayChange`: whether what was there already
 * may take on what the hint knows better.
 */
export function planned(known: Known, hints: Hint[], mayChange: boolean): Plan {
  const planner = new Planner(known, mayChange);
  for (const hint of hints) planner.plan.matches.push(planner.match(hint));
  return planner.plan;
}

class Planner {
  readonly #known: Known;
  readonly #mayChange: boolean;
  readonly plan: Plan = {
    matches: [],
    companies: [],
    contacts: [],
    domains: [],
    companyIds: [],
    contactIds: [],
    changedCompanies: new Map(),
    changedContacts: new Map(),
  };

  constructor(known: Known, mayChange: boolean) {
    this.#known = known;
    this.#mayChange = mayChange;
  }

  match(hint: Hint): Match {
    const there = this.#contactOf(hint);
    const company = hint.company ? this.#company(hint.source, hint.company) : null;
    const host = hint.contact?.email ? companyHost(hint.contact.email) : null;
    const companyId =
      company?.id ?? there?.companyId ?? (host ? this.#known.companies.byDomain.get(host)?.id : undefined) ?? null;
    const contact = hint.contact ? this.#contact(hint.source, hint.contact, there, companyId) : null;
    return { contactId: contact?.id ?? null, companyId };
  }

  #company(source: string, { externalId, name, domain: given, arr }: NonNullable<Hint["company"]>) {
    const { byExternal, byDomain, byName } = this.#known.companies;
    const key = externalId ? externalKey(source, externalId) : null;
    const domain = companyDomain(given);
    const byId = key === null ? undefined : byExternal.get(key);
    const found =
      byId ?? (domain ? byDomain.get(domain) : undefined) ?? (name ? byName.get(name.toLowerCase()) : undefined);
    const label = name ?? domain ?? externalId;
    if (!found && !label) return null;
    const company = found ?? this.#known.newCompany(label ?? "", arr ?? null);
    if (!found) this.plan.companies.push(company);
    if (company.isNew || this.#mayChange) {
      if (key !== null && externalId && !byExternal.has(key)) {
        byExternal.set(key, company);
        this.plan.companyIds.push({ source, externalId, id: company.id });
      }
      if (domain && !byDomain.has(domain)) {
        byDomain.set(domain, company);
        this.plan.domains.push({ domain, id: company.id });
      }
      if (found) this.#improveCompany(company, { ...(byId && name && { name }), ...(arr != null && { arr }) });
    }
    if (name && !byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), company);
    return company;
  }

  #improveCompany(company: KnownCompany, better: Partial<Pick<KnownCompany, "name" | "arr">>) {
    const differs =
      (better.name !== undefined && better.name !== company.name) ||
      (better.arr !== undefined && better.arr !== company.arr);
    if (!differs) return;
    Object.assign(company, better);
    if (company.isNew) return;
    this.plan.changedCompanies.set(company.id, { ...this.plan.changedCompanies.get(company.id), ...better });
  }

  #contactOf({ source, contact }: Hint): KnownContact | undefined {
    const { byExternal, byEmail } = this.#known.contacts;
    const byId = contact?.externalId ? byExternal.get(externalKey(source, contact.externalId)) : undefined;
    return byId ?? (contact?.email ? byEmail.get(contact.email.toLowerCase()) : undefined);
  }

  #contact(
    source: string,
    { externalId, email = null, name = null }: NonNullable<Hint["contact"]>,
    found: KnownContact | undefined,
    companyId: string | null,
  ) {
    const { byExternal, byEmail } = this.#known.contacts;
    const label = name || email ? name || null : (externalId ?? null);
    if (!found && !label && !email) return null;
    const address = email?.toLowerCase() ?? null;
    const contact = found ?? this.#known.newContact(label, email, companyId);
    const key = externalId ? externalKey(source, externalId) : null;
    const isByKey = key !== null && byExternal.get(key) === found;
    if (!found) this.plan.contacts.push(contact);
    if (contact.isNew || this.#mayChange) {
      if (key !== null && externalId && !byExternal.has(key)) {
        byExternal.set(key, contact);
        this.plan.contactIds.push({ source, externalId, id: contact.id });
      }
      if (found) {
        this.#improveContact(contact, {
          ...(name && (isByKey || contact.name === null) && { name }),
          ...(email && address && contact.email === null && !byEmail.has(address) && { email }),
          ...(companyId && contact.companyId === null && { companyId }),
        });
      }
      if (address && contact.email?.toLowerCase() === address) byEmail.set(address, contact);
    }
    return contact;
  }

  #improveContact(contact: KnownContact, better: Partial<Pick<KnownContact, "name" | "email" | "companyId">>) {
    const entries = Object.entries(better) as ["name" | "email" | "companyId", string][];
    const differing = entries.filter(([field, value]) => contact[field] !== value);
    if (differing.length === 0) return;
    Object.assign(contact, better);
    if (contact.isNew) return;
    this.plan.changedContacts.set(contact.id, {
      ...this.plan.changedContacts.get(contact.id),
      ...Object.fromEntries(differing),
    });
  }
}

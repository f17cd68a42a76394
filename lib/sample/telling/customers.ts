import type { Scope } from "#lib/core/operation.ts";
import { createCompany, createContact } from "#lib/customers/commands.ts";
import { companies } from "../story/companies.ts";
import { weeks } from "../story/story.ts";
import type { Cast } from "./cast.ts";
import { ago, dayAhead } from "./past.ts";

const emailOf = (person: string, domain: string): string => `${person}@${domain}`;

/** The companies and those in them who speak, by `company/person`. */
export async function tellCustomers(scope: Scope, cast: Cast, ownerId: string | null): Promise<void> {
  const then = ago(scope, weeks * 7);
  for (const { key, people, renewsIn, domain, ...facts } of companies) {
    const { id } = await createCompany(then, {
      ...facts,
      domains: [domain],
      renewsOn: renewsIn === null ? null : dayAhead(scope, renewsIn),
      ownerId,
    });
    // Lists begin with the newest: the champion comes last.
    for (const [person, name, role] of people.toReversed()) {
      const email = emailOf(person, domain);
      await createContact(then, { name, email, role, companyId: id, isChampion: person === people[0]?.[0] });
      cast.add("person", `${key}/${person}`, email);
    }
  }
}

import { z } from "zod";
import {
  day,
  domain,
  email,
  externalId,
  extraFields,
  filledText,
  id,
  instantOut,
  money,
  nameText,
  page,
  pageOf,
  percent,
  sourceName,
  text,
  version,
} from "#lib/core/fields.ts";
import { companySorts, lifecycles } from "./choices.ts";

export const companyIncludes = ["contacts"] as const;

const lifecycle = z.enum(lifecycles);
const tier = filledText(100);
const size = z.int().min(0).max(100_000_000);
/** What a source calls the record; one record may have several. */
const externalIds = z.array(z.strictObject({ source: sourceName, id: externalId })).max(20);
const domains = z.array(domain).max(50);

/** A source's own extra fields, as PostgreSQL keeps them: 60 kB of JSON at most. */
export const keptFields = extraFields.refine(
  (fields) => {
    const json = JSON.stringify(fields);
    return json.length <= 20_000 || new TextEncoder().encode(json).length <= 60_000;
  },
  { error: "must be at most 60 kB", abort: true },
);

const companyFacts = {
  name: z.string(),
  arr: z.number().nullable(),
  tier: z.string().nullable(),
  lifecycle: lifecycle.nullable(),
  renewsOn: z.string().meta({ format: "date" }).nullable(),
  health: z.int().nullable(),
  ownerId: id.nullable(),
  size: z.int().nullable(),
};
const stamps = { version, createdAt: instantOut, updatedAt: instantOut };

export const company = z.object({
  id,
  ...companyFacts,
  domains: z.array(z.string()),
  externalIds: z.array(z.object({ source: z.string(), id: z.string() })),
  fields: z.record(z.string(), z.unknown()),
  ...stamps,
});
export type Company = z.input<typeof company>;

/** What is added up for a company, exactly; deleted feedback does not count. */
export const companyTotals = z.object({
  feedback: z.int(),
  /** The ideas it waits for: it asked for them, and they have neither shipped nor been set aside. */
  openIdeas: z.int(),
  /** When it last said something. */
  lastAt: instantOut.nullable(),
});

/** With `?include=contacts`: the first 20, champions first, and how many there are. */
const includedContacts = z.object({
  count: z.int(),
  data: z.array(
    z.object({
      id,
      name: z.string().nullable(),
      email: z.string().nullable(),
      role: z.string().nullable(),
      persona: z.string().nullable(),
      isChampion: z.boolean(),
    }),
  ),
});

export const companyItem = company.extend({
  ownerName: z.string().nullable(),
  /** A customer that renews within 90 days or whose health is below 40. */
  isAtRisk: z.boolean(),
  totals: companyTotals,
  contacts: includedContacts.optional(),
});

/** Each is counted to 1,001 at most: more than 1,000 is "1,000+". */
export const companyCounts = z.object({
  contacts: z.int(),
  feedback: z.int(),
  /** Feedback nobody has looked at yet. */
  inbox: z.int(),
  /** Feedback nobody has looked at yet, or that is linked to an idea which has neither shipped nor been set aside. */
  openAsks: z.int(),
  ideas: z.int(),
});
export const companyDetail = companyItem.extend({ counts: companyCounts });
export const companyPage = pageOf(companyItem);

const include = z.array(z.enum(companyIncludes)).max(companyIncludes.length).optional();

/**
 * `q`: the beginning of a name. `sort`: a minus for the greatest first; a company without a known ARR counts as 0, one that
 * never said anything as longest silent, and one without a renewal or health comes last either way.
 */
export const listCompaniesInput = z.strictObject({
  ...page,
  q: text(100).optional(),
  lifecycle: z.array(lifecycle).max(5).optional(),
  tier: z.array(tier).max(20).optional(),
  ownerId: id.optional(),
  renewsWithinDays: z.int().min(0).max(3_650).optional(),
  isAtRisk: z.boolean().optional(),
  sort: z.enum(companySorts).optional(),
  include,
});
export const getCompanyInput = z.strictObject({ id, include });

export const listTiersInput = z.strictObject({});
export const tierList = z.object({ data: z.array(z.object({ name: z.string() })), nextCursor: z.null() });

export const byId = z.strictObject({ id });

const companyChoices = {
  arr: money.nullable().optional(),
  tier: tier.nullable().optional(),
  lifecycle: lifecycle.nullable().optional(),
  renewsOn: day.nullable().optional(),
  health: percent.nullable().optional(),
  ownerId: id.nullable().optional(),
  size: size.nullable().optional(),
  domains: domains.optional(),
  externalIds: externalIds.optional(),
  fields: keptFields.optional(),
};
export const createCompanyInput = z.strictObject({ name: nameText, ...companyChoices });
export const updateCompanyInput = z.strictObject({ id, name: nameText.optional(), ...companyChoices });
/** `source` and `externalId` say which company; without one it is made, and then it needs a name. */
export const upsertCompanyInput = z.strictObject({
  source: sourceName,
  externalId,
  name: nameText.optional(),
  ...companyChoices,
});

export const contact = z.object({
  id,
  name: z.string().nullable(),
  email: z.string().nullable(),
  companyId: id.nullable(),
  role: z.string().nullable(),
  persona: z.string().nullable(),
  isChampion: z.boolean(),
  externalIds: z.array(z.object({ source: z.string(), id: z.string() })),
  ...stamps,
});
export type Contact = z.input<typeof contact>;
export const contactPage = pageOf(contact);

/** The newest first. `q`: the beginning of an address. */
export const listContactsInput = z.strictObject({
  ...page,
  q: text(100).optional(),
  companyId: id.optional(),
});

const contactChoices = {
  name: nameText.nullable().optional(),
  email: email.nullable().optional(),
  companyId: id.nullable().optional(),
  role: nameText.nullable().optional(),
  persona: nameText.nullable().optional(),
  isChampion: z.boolean().optional(),
  externalIds: externalIds.optional(),
};
export const createContactInput = z
  .strictObject(contactChoices)
  .refine(({ name, email: address }) => Boolean(name ?? address), {
    error: "needs a name or an e-mail address",
    path: ["name"],
  });
export const updateContactInput = z.strictObject({ id, ...contactChoices });

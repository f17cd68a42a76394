import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  atMost,
  changeable,
  deletable,
  filled,
  instant,
  limits,
  oneOf,
  smallObject,
  within,
  workspaceId,
} from "#db/schema/columns.ts";
import { memberships } from "#db/schema/identity.ts";

export const lifecycles = ["prospect", "trial", "free", "customer", "churned"] as const;

export const companies = pgTable(
  "companies",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    /** For finding by name; a column, since lower() is not leakproof and would lose the index under row security. */
    nameKey: text("name_key").generatedAlwaysAs(sql`lower(name)`),
    arr: numeric("arr", { precision: 15, scale: 2, mode: "number" }),
    /** Hundredths, to sort by: comparing numeric is not leakproof, as `lower` is not. */
    arrCents: bigint("arr_cents", { mode: "number" }).generatedAlwaysAs(sql`(coalesce(arr, 0) * 100)::bigint`),
    tier: text("tier"),
    lifecycle: text("lifecycle", { enum: lifecycles }),
    renewsOn: date("renews_on", { mode: "string" }),
    health: integer("health"),
    /** What `company_is_at_risk` says of it; a trigger writes it, and a job when the day has turned. */
    atRisk: boolean("at_risk").notNull().default(false),
    ownerId: uuid("owner_id"),
    size: integer("size"),
    fields: jsonb("fields").$type<Record<string, unknown>>().notNull().default({}),
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "companies_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "companies_owner",
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    // Not unique: two companies may share a name; matching by name takes the oldest.
    index("companies_by_name").on(t.workspaceId, t.nameKey).where(sql`${t.deletedAt} is null`),
    index("companies_by_arr").on(t.workspaceId, t.arrCents, t.id).where(sql`${t.deletedAt} is null`),
    // Companies of which it is not known come last from either end, so there is an index for each.
    index("companies_by_renewal")
      .on(t.workspaceId, sql`(case when ${t.renewsOn} is null then date '9999-12-31' else ${t.renewsOn} end)`, t.id)
      .where(sql`${t.deletedAt} is null`),
    index("companies_by_last_renewal")
      .on(t.workspaceId, sql`(case when ${t.renewsOn} is null then date '0001-01-01' else ${t.renewsOn} end)`, t.id)
      .where(sql`${t.deletedAt} is null`),
    index("companies_by_health")
      .on(t.workspaceId, sql`(case when ${t.health} is null then 101 else ${t.health} end)`, t.id)
      .where(sql`${t.deletedAt} is null`),
    index("companies_by_best_health")
      .on(t.workspaceId, sql`(case when ${t.health} is null then -1 else ${t.health} end)`, t.id)
      .where(sql`${t.deletedAt} is null`),
    // For filters that few companies pass.
    index("companies_by_tier").on(t.workspaceId, t.tier).where(sql`${t.tier} is not null`),
    index("companies_by_lifecycle").on(t.workspaceId, t.lifecycle).where(sql`${t.lifecycle} is not null`),
    index("companies_by_owner").on(t.workspaceId, t.ownerId).where(sql`${t.ownerId} is not null`),
    index("companies_renewing").on(t.workspaceId, t.renewsOn).where(sql`${t.renewsOn} is not null`),
    check("companies_name_fits", filled(t.name, limits.name)),
    check("companies_arr_range", sql`${t.arr} >= 0`),
    check("companies_tier_fits", filled(t.tier, limits.key)),
    check("companies_lifecycle_known", oneOf(t.lifecycle, lifecycles)),
    check("companies_health_range", within(t.health, 0, 100)),
    check("companies_size_range", sql`${t.size} >= 0`),
    check("companies_fields_fit", smallObject(t.fields)),
  ],
);

/**
 * What companies are sorted by beside their own facts. One row per company, written by triggers only. Kept apart from
 * `companies`, whose version says that a person changed something. Deleted feedback does not count.
 */
export const companyTotals = pgTable(
  "company_totals",
  {
    workspaceId: workspaceId(),
    companyId: uuid("company_id").notNull(),
    feedback: integer("feedback").notNull().default(0),
    /** The ideas it waits for: somebody of it said so, and they have neither shipped nor been set aside. */
    openIdeas: integer("open_ideas").notNull().default(0),
    /** When it last said something; null when it never did. */
    lastAt: instant("last_at"),
  },
  (t) => [
    primaryKey({ name: "company_totals_pk", columns: [t.workspaceId, t.companyId] }),
    foreignKey({
      name: "company_totals_company",
      columns: [t.workspaceId, t.companyId],
      foreignColumns: [companies.workspaceId, companies.id],
    }).onDelete("cascade"),
    index("company_totals_by_feedback").on(t.workspaceId, t.feedback, t.companyId),
    index("company_totals_by_open_ideas").on(t.workspaceId, t.openIdeas, t.companyId),
    index("company_totals_by_last").on(
      t.workspaceId,
      sql`(case when ${t.lastAt} is null then timestamptz '0001-01-01 00:00:00+00' else ${t.lastAt} end)`,
      t.companyId,
    ),
    check("company_totals_count", sql`${t.feedback} >= 0 and ${t.openIdeas} >= 0`),
  ],
);

export const companyDomains = pgTable(
  "company_domains",
  { workspaceId: workspaceId(), domain: text("domain").notNull(), companyId: uuid("company_id").notNull() },
  (t) => [
    primaryKey({ name: "company_domains_pk", columns: [t.workspaceId, t.domain] }),
    foreignKey({
      name: "company_domains_company",
      columns: [t.workspaceId, t.companyId],
      foreignColumns: [companies.workspaceId, companies.id],
    }).onDelete("cascade"),
    index("company_domains_by_company").on(t.workspaceId, t.companyId),
    check(
      "company_domains_form",
      sql`${t.domain} = lower(${t.domain}) and ${t.domain} ~ '^[^\\s@/]+$' and char_length(${t.domain}) <= 253`,
    ),
  ],
);

export const companyExternalIds = pgTable(
  "company_external_ids",
  {
    workspaceId: workspaceId(),
    source: text("source").notNull(),
    externalId: text("external_id").notNull(),
    companyId: uuid("company_id").notNull(),
  },
  (t) => [
    primaryKey({ name: "company_external_ids_pk", columns: [t.workspaceId, t.source, t.externalId] }),
    foreignKey({
      name: "company_external_ids_company",
      columns: [t.workspaceId, t.companyId],
      foreignColumns: [companies.workspaceId, companies.id],
    }).onDelete("cascade"),
    index("company_external_ids_by_company").on(t.workspaceId, t.companyId),
    check("company_external_ids_source_fits", filled(t.source, limits.key)),
    check("company_external_ids_id_fits", filled(t.externalId, limits.name)),
  ],
);

export const contacts = pgTable(
  "contacts",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    companyId: uuid("company_id"),
    name: text("name"),
    email: text("email"),
    /** For finding by address, as `name_key` of companies. */
    emailKey: text("email_key").generatedAlwaysAs(sql`lower(email)`),
    role: text("role"),
    persona: text("persona"),
    isChampion: boolean("is_champion").notNull().default(false),
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "contacts_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "contacts_company",
      columns: [t.workspaceId, t.companyId],
      foreignColumns: [companies.workspaceId, companies.id],
    }),
    uniqueIndex("contacts_live_email")
      .on(t.workspaceId, t.emailKey)
      .where(sql`${t.emailKey} is not null and ${t.deletedAt} is null`),
    index("contacts_by_company").on(t.workspaceId, t.companyId).where(sql`${t.companyId} is not null`),
    check("contacts_name_fits", filled(t.name, limits.name)),
    check("contacts_email_fits", sql`${t.email} ~ '^[^\\s@]+@[^\\s@]+$' and ${atMost(t.email, limits.email)}`),
    check("contacts_role_fits", filled(t.role, limits.name)),
    check("contacts_persona_fits", filled(t.persona, limits.name)),
  ],
);

export const contactExternalIds = pgTable(
  "contact_external_ids",
  {
    workspaceId: workspaceId(),
    source: text("source").notNull(),
    externalId: text("external_id").notNull(),
    contactId: uuid("contact_id").notNull(),
  },
  (t) => [
    primaryKey({ name: "contact_external_ids_pk", columns: [t.workspaceId, t.source, t.externalId] }),
    foreignKey({
      name: "contact_external_ids_contact",
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }).onDelete("cascade"),
    index("contact_external_ids_by_contact").on(t.workspaceId, t.contactId),
    check("contact_external_ids_source_fits", filled(t.source, limits.key)),
    check("contact_external_ids_id_fits", filled(t.externalId, limits.name)),
  ],
);

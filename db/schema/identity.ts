import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { atMost, byActor, changeable, filled, instant, limits, oneOf } from "#db/schema/columns.ts";

/** Global tables: read before a workspace is known. Their rights are in the migration, row by row. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash"),
    passwordChangedAt: instant("password_changed_at"),
    ...changeable(),
  },
  (t) => [
    uniqueIndex("users_email").on(sql`lower(${t.email})`),
    check("users_email_fits", sql`${t.email} ~ '^[^\\s@]+@[^\\s@]+$' and ${atMost(t.email, limits.email)}`),
    check("users_name_fits", filled(t.name, limits.name)),
    check("users_password_hashed", sql`${t.passwordHash} like '$argon2id$%'`),
  ],
);

export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    userAgent: text("user_agent"),
    address: text("address"),
  },
  (t) => [
    unique("sessions_token_hash").on(t.tokenHash),
    index("sessions_by_user").on(t.userId),
    check("sessions_lives_once", sql`${t.expiresAt} > ${t.createdAt}`),
    check("sessions_user_agent_fits", atMost(t.userAgent, limits.title)),
    check("sessions_address_fits", atMost(t.address, limits.key)),
  ],
);

/** Links that set a new password. One without a user leads nowhere: an unknown address was asked for, and that takes as long. */
export const passwordResets = pgTable(
  "password_resets",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the link's token, hexadecimal. */
    tokenHash: text("token_hash").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    unique("password_resets_token_hash").on(t.tokenHash),
    uniqueIndex("password_resets_open").on(t.userId).where(sql`${t.usedAt} is null and ${t.revokedAt} is null`),
    index("password_resets_by_end").on(t.expiresAt),
    check("password_resets_hash_only", sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check("password_resets_ended_once", sql`${t.usedAt} is null or ${t.revokedAt} is null`),
  ],
);

/** Who an account is elsewhere. An identity is what its issuer calls it, never an address. */
export const userIdentities = pgTable(
  "user_identities",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "user_identities_pk", columns: [t.issuer, t.subject] }),
    unique("user_identities_one_each").on(t.userId, t.issuer),
    check("user_identities_issuer_fits", filled(t.issuer, limits.title)),
    check("user_identities_subject_fits", filled(t.subject, limits.name)),
  ],
);

export type HorizonNames = { now: string; next: string; later: string; done: string };
export type SetAsideReason = { key: string; label: string };

export const workspaces = pgTable(
  "workspaces",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull().default("UTC"),
    currency: text("currency").notNull().default("USD"),
    horizonNames: jsonb("horizon_names")
      .$type<HorizonNames>()
      .notNull()
      .default({ now: "Now", next: "Next", later: "Later", done: "Done" }),
    setAsideReasons: jsonb("set_aside_reasons")
      .$type<SetAsideReason[]>()
      .notNull()
      .default([
        { key: "out_of_scope", label: "Out of scope" },
        { key: "not_now", label: "Not now" },
        { key: "too_few", label: "Too few ask for it" },
        { key: "already_possible", label: "Already possible" },
      ]),
    ...changeable(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    unique("workspaces_slug").on(t.slug),
    check("workspaces_slug_fits", sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(${t.slug}) <= 63`),
    check("workspaces_name_fits", filled(t.name, limits.name)),
    // An unknown zone raises 22023 here, so a day can always be computed later.
    check("workspaces_time_zone_known", sql`(timestamp '2000-01-01' at time zone ${t.timeZone}) is not null`),
    check("workspaces_currency_code", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check(
      "workspaces_horizons_named",
      sql`${t.horizonNames} ?& array['now', 'next', 'later', 'done'] and jsonb_typeof(${t.horizonNames}) = 'object'`,
    ),
    check("workspaces_reasons_list", sql`jsonb_typeof(${t.setAsideReasons}) = 'array'`),
  ],
);

export const roles = ["owner", "admin", "editor", "contributor", "viewer"] as const;

export const memberships = pgTable(
  "memberships",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role", { enum: roles }).notNull(),
    ...changeable(),
    /** Who was removed stays the owner of what they owned, by name, and may do nothing. */
    removedAt: instant("removed_at"),
  },
  (t) => [
    primaryKey({ name: "memberships_pk", columns: [t.workspaceId, t.userId] }),
    index("memberships_by_user").on(t.userId),
    check("memberships_role_known", oneOf(t.role, roles)),
  ],
);

const inviter = byActor("created_by");

export const invitations = pgTable(
  "invitations",
  {
    id: uuid("id").primaryKey(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    email: text("email").notNull(),
    role: text("role", { enum: roles }).notNull(),
    /** SHA-256 of the link's token, hexadecimal. */
    tokenHash: text("token_hash").notNull(),
    createdBy: inviter.id,
    createdByKind: inviter.kind,
    ...changeable(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    acceptedBy: uuid("accepted_by").references(() => users.id),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    unique("invitations_token_hash").on(t.tokenHash),
    uniqueIndex("invitations_open_address")
      .on(t.workspaceId, sql`lower(${t.email})`)
      .where(sql`${t.acceptedAt} is null and ${t.revokedAt} is null`),
    index("invitations_by_workspace").on(t.workspaceId, t.createdAt, t.id),
    check("invitations_email_fits", sql`${t.email} ~ '^[^\\s@]+@[^\\s@]+$' and ${atMost(t.email, limits.email)}`),
    // An owner is made of a member: a link goes through hands.
    check("invitations_role_known", oneOf(t.role, roles.slice(1))),
    check("invitations_hash_only", sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check("invitations_accepted_whole", sql`(${t.acceptedAt} is null) = (${t.acceptedBy} is null)`),
    check("invitations_ended_once", sql`${t.acceptedAt} is null or ${t.revokedAt} is null`),
  ],
);

export const scopes = [
  "read",
  "comment:write",
  "feedback:write",
  "evidence:write",
  "customers:write",
  "feedback:triage",
  "feedback:import",
  "ideas:write",
  "strategy:write",
  "metrics:ingest",
  "roadmap:write",
  "admin",
] as const;

export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid("id").primaryKey(),
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id),
    name: text("name").notNull(),
    /** The readable beginning, shown in lists. */
    prefix: text("prefix").notNull(),
    /** SHA-256 of the whole key, hexadecimal. */
    secretHash: text("secret_hash").notNull(),
    scopes: text("scopes", { enum: scopes }).array().notNull(),
    createdBy: uuid("created_by").references(() => users.id),
    ...changeable(),
    lastUsedAt: instant("last_used_at"),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    unique("api_keys_secret_hash").on(t.secretHash),
    uniqueIndex("api_keys_live_name").on(t.workspaceId, t.name).where(sql`${t.revokedAt} is null`),
    index("api_keys_by_workspace").on(t.workspaceId, t.createdAt, t.id),
    check("api_keys_name_fits", filled(t.name, limits.name)),
    check("api_keys_prefix_fits", filled(t.prefix, limits.key)),
    check("api_keys_hash_only", sql`${t.secretHash} ~ '^[0-9a-f]{64}$'`),
    check(
      "api_keys_scopes_known",
      sql`cardinality(${t.scopes}) > 0 and ${t.scopes} <@ array[${sql.raw(scopes.map((scope) => `'${scope}'`).join(", "))}]::text[]`,
    ),
  ],
);

/** One row, made by the migration: claiming is an UPDATE … WHERE claimed_at IS NULL, so one of many wins. */
export const instanceState = pgTable(
  "instance_state",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    setupTokenHash: text("setup_token_hash"),
    claimedAt: instant("claimed_at"),
    claimedBy: uuid("claimed_by").references(() => users.id),
  },
  (t) => [
    check("instance_state_one_row", sql`${t.singleton}`),
    check("instance_state_hash_only", sql`${t.setupTokenHash} ~ '^[0-9a-f]{64}$'`),
    check("instance_state_claimed_whole", sql`(${t.claimedAt} is null) = (${t.claimedBy} is null)`),
  ],
);

/** The journal of this very schema, written by db/migrate.ts. */
export const schemaMigrations = pgTable("schema_migrations", {
  name: text("name").primaryKey(),
  sha256: text("sha256").notNull(),
  appliedAt: instant("applied_at").notNull().defaultNow(),
  milliseconds: integer("milliseconds").notNull(),
});

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import {
  atMost,
  byActor,
  changeable,
  deletable,
  filled,
  instant,
  limits,
  oneOf,
  smallObject,
  tagsFit,
  workspaceId,
} from "#db/schema/columns.ts";
import { companies, contacts } from "#db/schema/customers.ts";
import { decisions } from "#db/schema/decisions.ts";
import { memberships } from "#db/schema/identity.ts";
import { ofProduct, productId } from "#db/schema/products.ts";

export const feedbackStates = ["inbox", "reviewed", "set_aside"] as const;
export const feedbackKinds = ["request", "problem", "praise", "question", "bug"] as const;

export type FeedbackMessage = {
  externalId?: string;
  role?: string;
  author?: string;
  at?: string;
  public?: boolean;
  body: string;
};

const submitted = byActor("created_by");

export const feedback = pgTable(
  "feedback",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    title: text("title").notNull(),
    /** Markdown. */
    body: text("body").notNull().default(""),
    /** The HTML it was made from; kept, never served. */
    bodyOriginal: text("body_original"),
    /** So many characters of the body are the sender's own; the rest is a quoted message or a signature. Null: all. */
    ownLength: integer("own_length"),
    state: text("state", { enum: feedbackStates }).notNull().default("inbox"),
    decisionId: uuid("decision_id"),
    decisionOpen: boolean("decision_open").generatedAlwaysAs(sql`case when decision_id is not null then true end`),
    source: text("source").notNull().default("api"),
    externalId: text("external_id"),
    externalUrl: text("external_url"),
    statusAtSource: text("status_at_source"),
    contactId: uuid("contact_id"),
    companyId: uuid("company_id"),
    tags: text("tags").array().notNull().default(sql`'{}'::text[]`),
    ownerId: uuid("owner_id"),
    productId: productId(),
    kind: text("kind", { enum: feedbackKinds }),
    messages: jsonb("messages").$type<FeedbackMessage[]>().notNull().default([]),
    fields: jsonb("fields").$type<Record<string, unknown>>().notNull().default({}),
    occurredAt: instant("occurred_at").notNull().defaultNow(),
    sourceUpdatedAt: instant("source_updated_at"),
    /** SHA-256 of the record as its source sent it: equal means `unchanged`. */
    contentHash: text("content_hash"),
    /** Fields that a person edited here; the source does not overwrite them. */
    editedFields: text("edited_fields").array().notNull().default(sql`'{}'::text[]`),
    reviewNote: text("review_note"),
    createdBy: submitted.id,
    createdByKind: submitted.kind,
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "feedback_pk", columns: [t.workspaceId, t.id] }),
    unique("feedback_number").on(t.workspaceId, t.number),
    unique("feedback_external").on(t.workspaceId, t.source, t.externalId),
    foreignKey({
      name: "feedback_decision",
      columns: [t.workspaceId, t.decisionId, t.id, t.decisionOpen],
      foreignColumns: [decisions.workspaceId, decisions.id, decisions.subjectId, decisions.open],
    }),
    foreignKey({
      name: "feedback_contact",
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
    foreignKey({
      name: "feedback_company",
      columns: [t.workspaceId, t.companyId],
      foreignColumns: [companies.workspaceId, companies.id],
    }),
    foreignKey({
      name: "feedback_owner",
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    ofProduct("feedback", t),
    index("feedback_newest").on(t.workspaceId, t.occurredAt, t.id).where(sql`${t.deletedAt} is null`),
    index("feedback_by_state").on(t.workspaceId, t.state, t.occurredAt, t.id).where(sql`${t.deletedAt} is null`),
    index("feedback_by_company")
      .on(t.workspaceId, t.companyId, t.occurredAt, t.id)
      .where(sql`${t.companyId} is not null`),
    index("feedback_by_contact")
      .on(t.workspaceId, t.contactId, t.occurredAt, t.id)
      .where(sql`${t.contactId} is not null`),
    index("feedback_by_owner").on(t.workspaceId, t.ownerId, t.occurredAt, t.id).where(sql`${t.ownerId} is not null`),
    // By state, so that the few that are left to triage are a range of it too.
    index("feedback_by_product")
      .on(t.workspaceId, t.productId, t.state, t.occurredAt, t.id)
      .where(sql`${t.productId} is not null`),
    // Ids are made in the order of time, so a person's own are paged by theirs.
    index("feedback_by_submitter")
      .on(t.workspaceId, t.createdBy, t.id)
      .where(sql`${t.createdByKind} = 'member' and ${t.deletedAt} is null`),
    index("feedback_by_decision").on(t.workspaceId, t.decisionId).where(sql`${t.decisionId} is not null`),
    check("feedback_number_counts", sql`${t.number} >= 1`),
    check("feedback_title_fits", filled(t.title, limits.title)),
    check("feedback_body_fits", atMost(t.body, limits.body)),
    check("feedback_original_fits", atMost(t.bodyOriginal, limits.body)),
    check("feedback_own_length_counts", sql`${t.ownLength} >= 1`),
    check("feedback_state_known", oneOf(t.state, feedbackStates)),
    check("feedback_set_aside_decided", sql`(${t.state} = 'set_aside') = (${t.decisionId} is not null)`),
    check("feedback_source_fits", filled(t.source, limits.key)),
    check("feedback_external_id_fits", filled(t.externalId, limits.name)),
    check("feedback_external_url_fits", atMost(t.externalUrl, limits.url)),
    check("feedback_status_fits", atMost(t.statusAtSource, limits.name)),
    check("feedback_kind_known", oneOf(t.kind, feedbackKinds)),
    check("feedback_tags_fit", tagsFit(t.tags)),
    check("feedback_messages_list", sql`jsonb_typeof(${t.messages}) = 'array'`),
    check("feedback_fields_fit", smallObject(t.fields)),
    check("feedback_review_note_fits", atMost(t.reviewNote, limits.note)),
  ],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { byActor, filled, instant, limits, oneOf, workspaceId } from "#db/schema/columns.ts";
import { companies } from "#db/schema/customers.ts";
import { feedback } from "#db/schema/feedback.ts";
import { ideas } from "#db/schema/ideas.ts";

export const importances = ["nice", "want", "must", "blocker"] as const;
export const evidenceOrigins = ["person", "suggestion", "import"] as const;

const linked = byActor("linked_by");

/** Feedback linked to an idea. `company_id`, `occurred_at` and `counted` are copies a trigger keeps: never set them. */
export const evidence = pgTable(
  "evidence",
  {
    workspaceId: workspaceId(),
    feedbackId: uuid("feedback_id").notNull(),
    ideaId: uuid("idea_id").notNull(),
    quote: text("quote"),
    importance: text("importance", { enum: importances }),
    linkedBy: linked.id,
    linkedByKind: linked.kind,
    linkedAt: instant("linked_at").notNull().defaultNow(),
    origin: text("origin", { enum: evidenceOrigins }).notNull().default("person"),
    /** The feedback's company, whose foreign key holds for this copy too. */
    companyId: uuid("company_id"),
    /** When the feedback was said. */
    occurredAt: instant("occurred_at").notNull().defaultNow(),
    /** False while the feedback is deleted. */
    counted: boolean("counted").notNull().default(true),
  },
  (t) => [
    primaryKey({ name: "evidence_pk", columns: [t.workspaceId, t.feedbackId, t.ideaId] }),
    foreignKey({
      name: "evidence_feedback",
      columns: [t.workspaceId, t.feedbackId],
      foreignColumns: [feedback.workspaceId, feedback.id],
    }),
    foreignKey({
      name: "evidence_idea",
      columns: [t.workspaceId, t.ideaId],
      foreignColumns: [ideas.workspaceId, ideas.id],
    }),
    index("evidence_of_idea").on(t.workspaceId, t.ideaId, t.occurredAt, t.feedbackId),
    index("evidence_of_company").on(t.workspaceId, t.ideaId, t.companyId, t.occurredAt),
    check("evidence_quote_fits", filled(t.quote, limits.note)),
    check("evidence_importance_known", oneOf(t.importance, importances)),
    check("evidence_origin_known", oneOf(t.origin, evidenceOrigins)),
  ],
);

/** `company_key` of feedback that has no company. */
export const noCompany = "00000000-0000-0000-0000-000000000000";

/**
 * An idea's evidence added up per company, in the transaction of the link; written by triggers only. Feedback without a
 * company is one row whose `company_id` is null: count(company_id) counts companies, sum(feedback_count) all feedback.
 */
export const ideaDemand = pgTable(
  "idea_demand",
  {
    workspaceId: workspaceId(),
    ideaId: uuid("idea_id").notNull(),
    companyKey: uuid("company_key").notNull(),
    companyId: uuid("company_id").generatedAlwaysAs(
      sql`nullif(company_key, '00000000-0000-0000-0000-000000000000'::uuid)`,
    ),
    feedbackCount: integer("feedback_count").notNull(),
    lastAt: instant("last_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "idea_demand_pk", columns: [t.workspaceId, t.ideaId, t.companyKey] }),
    foreignKey({
      name: "idea_demand_idea",
      columns: [t.workspaceId, t.ideaId],
      foreignColumns: [ideas.workspaceId, ideas.id],
    }),
    foreignKey({
      name: "idea_demand_company",
      columns: [t.workspaceId, t.companyId],
      foreignColumns: [companies.workspaceId, companies.id],
    }),
    index("idea_demand_by_company").on(t.workspaceId, t.companyId).where(sql`${t.companyId} is not null`),
    check("idea_demand_counts", sql`${t.feedbackCount} >= 0`),
  ],
);

/**
 * An idea's demand added up, so that a page of ideas that thousands ask for reads one row each. One row per idea, written by
 * triggers only. Kept apart from `ideas`, whose rows every link locks FOR SHARE. Deleted companies do not count.
 */
export const ideaTotals = pgTable(
  "idea_totals",
  {
    workspaceId: workspaceId(),
    ideaId: uuid("idea_id").notNull(),
    feedback: integer("feedback").notNull().default(0),
    companies: integer("companies").notNull().default(0),
    /** Hundredths: whole numbers add up exactly, and comparing them is leakproof. */
    arrCents: bigint("arr_cents", { mode: "number" }).notNull().default(0),
    /** The part of `arrCents` that companies at risk pay. */
    atRiskCents: bigint("at_risk_cents", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ name: "idea_totals_pk", columns: [t.workspaceId, t.ideaId] }),
    foreignKey({
      name: "idea_totals_idea",
      columns: [t.workspaceId, t.ideaId],
      foreignColumns: [ideas.workspaceId, ideas.id],
    }).onDelete("cascade"),
    index("idea_totals_by_companies").on(t.workspaceId, t.companies, t.ideaId),
    index("idea_totals_by_arr").on(t.workspaceId, t.arrCents, t.ideaId),
    check("idea_totals_count", sql`${t.companies} >= 0 and ${t.arrCents} >= 0`),
    check("idea_totals_demand", sql`${t.feedback} >= 0 and ${t.atRiskCents} between 0 and ${t.arrCents}`),
  ],
);

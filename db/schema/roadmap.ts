import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  atMost,
  byActor,
  byteOrderedText,
  changeable,
  deletable,
  filled,
  finite,
  instant,
  limits,
  oneOf,
  within,
  workspaceId,
} from "#db/schema/columns.ts";
import { decisions } from "#db/schema/decisions.ts";
import { memberships } from "#db/schema/identity.ts";
import { metrics } from "#db/schema/metrics.ts";
import { ofProduct, productId } from "#db/schema/products.ts";

export const horizons = ["now", "next", "later", "done"] as const;
export const visibilities = ["private", "public"] as const;
export const initiativeStates = ["open", "set_aside"] as const;
export const verdicts = ["hit", "partial", "missed", "inconclusive", "not_measured"] as const;

const author = byActor("created_by");
const reviewer = byActor("reviewed_by");

export const initiatives = pgTable(
  "initiatives",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    title: text("title").notNull(),
    problem: text("problem").notNull().default(""),
    targetOutcome: text("target_outcome").notNull().default(""),
    horizon: text("horizon", { enum: horizons }).notNull(),
    /** When it came to its horizon: a bet runs since its card came to Now. */
    horizonSince: instant("horizon_since").notNull().defaultNow(),
    /** A fractional index: byte order is the order on the board. Lock the column before choosing one. */
    position: byteOrderedText("position").notNull(),
    ownerId: uuid("owner_id"),
    productId: productId(),
    confidence: integer("confidence"),
    visibility: text("visibility", { enum: visibilities }).notNull().default("private"),
    state: text("state", { enum: initiativeStates }).notNull().default("open"),
    decisionId: uuid("decision_id"),
    decisionOpen: boolean("decision_open").generatedAlwaysAs(sql`case when decision_id is not null then true end`),
    createdBy: author.id,
    createdByKind: author.kind,
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "initiatives_pk", columns: [t.workspaceId, t.id] }),
    unique("initiatives_number").on(t.workspaceId, t.number),
    foreignKey({
      name: "initiatives_owner",
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    foreignKey({
      name: "initiatives_decision",
      columns: [t.workspaceId, t.decisionId, t.id, t.decisionOpen],
      foreignColumns: [decisions.workspaceId, decisions.id, decisions.subjectId, decisions.open],
    }),
    ofProduct("initiatives", t),
    uniqueIndex("initiatives_place")
      .on(t.workspaceId, t.horizon, t.position)
      .where(sql`${t.deletedAt} is null and ${t.state} = 'open'`),
    index("initiatives_newest").on(t.workspaceId, t.createdAt, t.id).where(sql`${t.deletedAt} is null`),
    index("initiatives_by_product").on(t.workspaceId, t.productId).where(sql`${t.productId} is not null`),
    index("initiatives_by_decision").on(t.workspaceId, t.decisionId).where(sql`${t.decisionId} is not null`),
    check("initiatives_number_counts", sql`${t.number} >= 1`),
    check("initiatives_title_fits", filled(t.title, limits.title)),
    check("initiatives_problem_fits", atMost(t.problem, limits.longText)),
    check("initiatives_target_fits", atMost(t.targetOutcome, limits.longText)),
    check("initiatives_horizon_known", oneOf(t.horizon, horizons)),
    check("initiatives_position_form", sql`${t.position} ~ '^[0-9A-Za-z]+$' and ${atMost(t.position, limits.name)}`),
    check("initiatives_confidence_range", within(t.confidence, 0, 100)),
    check("initiatives_visibility_known", oneOf(t.visibility, visibilities)),
    check("initiatives_state_known", oneOf(t.state, initiativeStates)),
    check("initiatives_set_aside_decided", sql`(${t.state} = 'set_aside') = (${t.decisionId} is not null)`),
  ],
);

/** A bet on a metric. A trigger keeps a done card's outcomes settled: a verdict, or a review due in the future. */
export const outcomes = pgTable(
  "outcomes",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    initiativeId: uuid("initiative_id").notNull(),
    metricId: uuid("metric_id").notNull(),
    baseline: doublePrecision("baseline"),
    /** The level to reach, not the change. */
    expected: doublePrecision("expected").notNull(),
    confidence: integer("confidence"),
    dueOn: date("due_on", { mode: "string" }),
    actual: doublePrecision("actual"),
    verdict: text("verdict", { enum: verdicts }),
    reason: text("reason"),
    learning: text("learning"),
    nextAction: text("next_action"),
    reviewedAt: instant("reviewed_at"),
    reviewedBy: reviewer.id,
    reviewedByKind: reviewer.kind,
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "outcomes_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "outcomes_initiative",
      columns: [t.workspaceId, t.initiativeId],
      foreignColumns: [initiatives.workspaceId, initiatives.id],
    }),
    foreignKey({
      name: "outcomes_metric",
      columns: [t.workspaceId, t.metricId],
      foreignColumns: [metrics.workspaceId, metrics.id],
    }),
    index("outcomes_by_initiative").on(t.workspaceId, t.initiativeId, t.createdAt),
    index("outcomes_by_metric").on(t.workspaceId, t.metricId),
    index("outcomes_unjudged").on(t.workspaceId, t.dueOn).where(sql`${t.verdict} is null and ${t.deletedAt} is null`),
    check("outcomes_baseline_finite", finite(t.baseline)),
    check("outcomes_expected_finite", finite(t.expected)),
    check("outcomes_actual_finite", finite(t.actual)),
    check("outcomes_confidence_range", within(t.confidence, 0, 100)),
    check("outcomes_verdict_known", oneOf(t.verdict, verdicts)),
    check(
      "outcomes_not_measured_says_why",
      sql`${t.verdict} <> 'not_measured' or coalesce(${t.reason} ~ '\\S', false)`,
    ),
    check("outcomes_reviewed_whole", sql`(${t.verdict} is null) = (${t.reviewedAt} is null)`),
    check("outcomes_reason_fits", atMost(t.reason, limits.note)),
    check("outcomes_learning_fits", atMost(t.learning, limits.note)),
    check("outcomes_next_action_fits", atMost(t.nextAction, limits.note)),
  ],
);

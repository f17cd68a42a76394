import { sql } from "drizzle-orm";
import {
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import {
  atMost,
  byActor,
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
import { memberships, workspaces } from "#db/schema/identity.ts";
import { metrics } from "#db/schema/metrics.ts";
import { ofProduct, productId } from "#db/schema/products.ts";

export const objectiveStates = ["open", "closed"] as const;
export const keyResultKinds = ["metric", "milestone"] as const;

const closer = byActor("closed_by");
const checker = byActor("by");

export const objectives = pgTable(
  "objectives",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull().default(""),
    /** A tree: a trigger refuses cycles. */
    parentId: uuid("parent_id"),
    startsOn: date("starts_on", { mode: "string" }),
    endsOn: date("ends_on", { mode: "string" }),
    ownerId: uuid("owner_id"),
    productId: productId(),
    state: text("state", { enum: objectiveStates }).notNull().default("open"),
    confidence: integer("confidence"),
    closedAt: instant("closed_at"),
    closedBy: closer.id,
    closedByKind: closer.kind,
    closingNote: text("closing_note"),
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "objectives_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "objectives_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    foreignKey({
      name: "objectives_parent",
      columns: [t.workspaceId, t.parentId],
      foreignColumns: [t.workspaceId, t.id],
    }),
    foreignKey({
      name: "objectives_owner",
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    ofProduct("objectives", t),
    index("objectives_by_product").on(t.workspaceId, t.productId).where(sql`${t.productId} is not null`),
    index("objectives_by_parent").on(t.workspaceId, t.parentId).where(sql`${t.parentId} is not null`),
    check("objectives_title_fits", filled(t.title, limits.title)),
    check("objectives_description_fits", atMost(t.description, limits.longText)),
    check("objectives_not_own_parent", sql`${t.parentId} <> ${t.id}`),
    check("objectives_cycle_in_order", sql`${t.endsOn} >= ${t.startsOn}`),
    check("objectives_state_known", oneOf(t.state, objectiveStates)),
    check("objectives_confidence_range", within(t.confidence, 0, 100)),
    check("objectives_closed_whole", sql`(${t.state} = 'closed') = (${t.closedAt} is not null)`),
    check("objectives_closing_note_fits", atMost(t.closingNote, limits.note)),
  ],
);

export const keyResults = pgTable(
  "key_results",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    objectiveId: uuid("objective_id").notNull(),
    title: text("title").notNull(),
    kind: text("kind", { enum: keyResultKinds }).notNull(),
    metricId: uuid("metric_id"),
    start: doublePrecision("start"),
    target: doublePrecision("target"),
    dueOn: date("due_on", { mode: "string" }),
    confidence: integer("confidence"),
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "key_results_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "key_results_objective",
      columns: [t.workspaceId, t.objectiveId],
      foreignColumns: [objectives.workspaceId, objectives.id],
    }),
    foreignKey({
      name: "key_results_metric",
      columns: [t.workspaceId, t.metricId],
      foreignColumns: [metrics.workspaceId, metrics.id],
    }),
    index("key_results_by_objective").on(t.workspaceId, t.objectiveId, t.createdAt),
    index("key_results_by_metric").on(t.workspaceId, t.metricId).where(sql`${t.metricId} is not null`),
    check("key_results_title_fits", filled(t.title, limits.title)),
    check("key_results_kind_known", oneOf(t.kind, keyResultKinds)),
    check("key_results_metric_or_milestone", sql`(${t.kind} = 'metric') = (${t.metricId} is not null)`),
    check(
      "key_results_measurable",
      sql`${t.kind} = 'milestone' or (${t.start} is not null and ${t.target} is not null)`,
    ),
    check("key_results_some_way_to_go", sql`${t.start} <> ${t.target}`),
    check("key_results_start_finite", finite(t.start)),
    check("key_results_target_finite", finite(t.target)),
    check("key_results_confidence_range", within(t.confidence, 0, 100)),
  ],
);

export const checkIns = pgTable(
  "check_ins",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    keyResultId: uuid("key_result_id").notNull(),
    value: doublePrecision("value"),
    confidence: integer("confidence"),
    comment: text("comment"),
    by: checker.id,
    byKind: checker.kind,
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "check_ins_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "check_ins_key_result",
      columns: [t.workspaceId, t.keyResultId],
      foreignColumns: [keyResults.workspaceId, keyResults.id],
    }),
    index("check_ins_by_key_result").on(t.workspaceId, t.keyResultId, t.at, t.id),
    check("check_ins_value_finite", finite(t.value)),
    check("check_ins_confidence_range", within(t.confidence, 0, 100)),
    check("check_ins_comment_fits", filled(t.comment, limits.note)),
    check("check_ins_say_something", sql`num_nonnulls(${t.value}, ${t.confidence}, ${t.comment}) > 0`),
  ],
);

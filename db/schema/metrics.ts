import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
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

export const metricUnits = ["number", "percent", "currency", "duration", "score"] as const;
export const metricDirections = ["up", "down"] as const;
export const metricClasses = ["outcome", "leading", "guardrail", "output", "vanity"] as const;

export const metrics = pgTable(
  "metrics",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    unit: text("unit", { enum: metricUnits }).notNull().default("number"),
    direction: text("direction", { enum: metricDirections }).notNull().default("up"),
    class: text("class", { enum: metricClasses }).notNull().default("outcome"),
    definition: text("definition").notNull().default(""),
    cadenceDays: integer("cadence_days"),
    ownerId: uuid("owner_id"),
    ...changeable(),
    ...deletable(),
  },
  (t) => [
    primaryKey({ name: "metrics_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "metrics_workspace", columns: [t.workspaceId], foreignColumns: [workspaces.id] }),
    foreignKey({
      name: "metrics_owner",
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }),
    uniqueIndex("metrics_live_key").on(t.workspaceId, t.key).where(sql`${t.deletedAt} is null`),
    check("metrics_key_form", sql`${t.key} ~ '^[A-Za-z0-9][A-Za-z0-9._-]*$' and ${atMost(t.key, limits.key)}`),
    check("metrics_name_fits", filled(t.name, limits.name)),
    check("metrics_unit_known", oneOf(t.unit, metricUnits)),
    check("metrics_direction_known", oneOf(t.direction, metricDirections)),
    check("metrics_class_known", oneOf(t.class, metricClasses)),
    check("metrics_definition_fits", atMost(t.definition, limits.note)),
    check("metrics_cadence_range", within(t.cadenceDays, 1, 3_660)),
  ],
);

const recorded = byActor("recorded_by");

export const metricPoints = pgTable(
  "metric_points",
  {
    workspaceId: workspaceId(),
    metricId: uuid("metric_id").notNull(),
    at: instant("at").notNull(),
    /** float8 gives JavaScript's numbers back exactly. */
    value: doublePrecision("value").notNull(),
    note: text("note"),
    recordedBy: recorded.id,
    recordedByKind: recorded.kind,
    recordedAt: instant("recorded_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "metric_points_pk", columns: [t.workspaceId, t.metricId, t.at] }),
    foreignKey({
      name: "metric_points_metric",
      columns: [t.workspaceId, t.metricId],
      foreignColumns: [metrics.workspaceId, metrics.id],
    }),
    check("metric_points_value_finite", finite(t.value)),
    check("metric_points_note_fits", atMost(t.note, limits.note)),
  ],
);

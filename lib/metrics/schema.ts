import { z } from "zod";
import {
  filledText,
  filterText,
  id,
  instant,
  instantOut,
  measure,
  nameText,
  page,
  pageOf,
  text,
  version,
} from "#lib/core/fields.ts";

export const metricUnits = ["number", "percent", "currency", "duration", "score"] as const;
export const metricDirections = ["up", "down"] as const;
export const metricClasses = ["outcome", "leading", "guardrail", "output", "vanity"] as const;

/** `duration` is in seconds; `currency` in the workspace's currency. */
const unit = z.enum(metricUnits);
/** Where better lies. */
const direction = z.enum(metricDirections);
const metricClass = z.enum(metricClasses);

/** A metric is addressed by its key, for ever: import clients hold on to it. */
export const metricKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,99}$/,
    "must be 1 to 100 lower-case letters, digits, - _ . and begin with a letter or digit",
  );
const definition = text(20_000);
/** A point is expected at least every so many days; without one, nothing is ever called stale. */
const cadenceDays = z.int().min(1).max(3_660).nullable();

export const metricValue = z.object({ at: instantOut, value: z.number() });

/** What others show of a metric. */
export const metricBrief = z.object({
  id,
  key: z.string(),
  name: z.string(),
  unit,
  direction,
});

export const metric = z.object({
  ...metricBrief.shape,
  class: metricClass,
  definition: z.string(),
  cadenceDays,
  ownerId: id.nullable(),
  latest: metricValue.nullable(),
  /** The newest 30 points at most, the oldest first: enough for a sparkline. */
  series: z.array(metricValue),
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export type Metric = z.output<typeof metric>;

/** `q`: words that its name or its key has. */
export const listMetricsInput = z.strictObject({
  ...page,
  q: filterText.optional(),
  class: z.array(metricClass).max(5).optional(),
});
export const metricPage = pageOf(metric);

export const createMetricInput = z.strictObject({
  key: metricKey,
  name: nameText,
  unit: unit.optional(),
  direction: direction.optional(),
  class: metricClass.optional(),
  definition: definition.optional(),
  cadenceDays: cadenceDays.optional(),
  ownerId: id.nullable().optional(),
});

const named = { key: metricKey };
export const metricRef = z.strictObject(named);

export const updateMetricInput = z.strictObject({
  ...named,
  name: nameText.optional(),
  unit: unit.optional(),
  direction: direction.optional(),
  class: metricClass.optional(),
  definition: definition.optional(),
  cadenceDays: cadenceDays.optional(),
  ownerId: id.nullable().optional(),
});

const pointNote = filledText(2_000).nullable();

export const point = z.object({
  at: instantOut,
  value: z.number(),
  note: z.string().nullable(),
  /** When the value was last written here; `at` is when it was true. */
  recordedAt: instantOut,
});
export type Point = z.output<typeof point>;

/** Points from `from` on and before `to`; the newest first. */
export const listPointsInput = z.strictObject({
  ...named,
  ...page,
  from: instant.optional(),
  to: instant.optional(),
});
export const pointPage = pageOf(point);

export const recordPointsInput = z.strictObject({
  ...named,
  points: z
    .array(z.strictObject({ at: instant, value: measure, note: pointNote.optional() }))
    .min(1)
    .max(10_000),
});

/** How many points were new, had another value or note before, or were the same already. */
export const recordedPoints = z.object({
  created: z.int(),
  corrected: z.int(),
  unchanged: z.int(),
  latest: metricValue.nullable(),
});

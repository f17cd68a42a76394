import { z } from "zod";
import { author } from "#lib/core/author.ts";
import {
  day,
  filledText,
  id,
  instantOut,
  measure,
  page,
  pageOf,
  percent,
  text,
  titleText,
  version,
} from "#lib/core/fields.ts";
import { metricBrief, metricValue } from "#lib/metrics/schema.ts";
import { paces } from "./rules.ts";

export const objectiveStates = ["open", "closed"] as const;
export const keyResultKinds = ["metric", "milestone"] as const;

const description = text(50_000);
const confidence = percent.nullable();
/** 0 to 100, one decimal; null while nothing was measured. */
export const progress = z.number().min(0).max(100).nullable();
export const pace = z.enum(paces);

export const objective = z.object({
  id,
  title: z.string(),
  description: z.string(),
  parentId: id.nullable(),
  productId: id.nullable(),
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  ownerId: id.nullable(),
  state: z.enum(objectiveStates),
  confidence,
  /** The mean over its key results; one that was never measured counts as 0. */
  progress,
  /** Where an even pace would be by now, in percent; null while nothing can be compared. */
  expected: progress,
  pace,
  keyResults: z.object({ total: z.int(), measured: z.int() }),
  closedAt: instantOut.nullable(),
  closingNote: z.string().nullable(),
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export type Objective = z.output<typeof objective>;

export const listObjectivesInput = z.strictObject({
  ...page,
  state: z.enum(objectiveStates).optional(),
  parentId: id.optional(),
  product: id.optional(),
});
export const objectivePage = pageOf(objective);

const objectiveFields = {
  description: description.optional(),
  parentId: id.nullable().optional(),
  productId: id.nullable().optional(),
  startsOn: day.nullable().optional(),
  endsOn: day.nullable().optional(),
  ownerId: id.nullable().optional(),
  confidence: confidence.optional(),
};
export const createObjectiveInput = z.strictObject({ title: titleText, ...objectiveFields });
export const updateObjectiveInput = z.strictObject({ id, title: titleText.optional(), ...objectiveFields });
export const byId = z.strictObject({ id });
export const closeObjectiveInput = z.strictObject({ id, note: filledText(5_000).nullable().optional() });

export const keyResult = z.object({
  id,
  objectiveId: id,
  title: z.string(),
  kind: z.enum(keyResultKinds),
  metricId: id.nullable(),
  metric: metricBrief.nullable(),
  start: z.number(),
  target: z.number(),
  /** The metric's last value, or a milestone's last check-in; of a closed objective, as it was when it was closed. */
  current: z.number().nullable(),
  currentAt: instantOut.nullable(),
  /** The newest values, the oldest first: the metric's points, or a milestone's check-ins. */
  series: z.array(metricValue),
  /** No value came in the metric's cadence, or ever. */
  stale: z.boolean(),
  dueOn: day.nullable(),
  progress,
  pace,
  confidence,
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export type KeyResult = z.output<typeof keyResult>;

/** An objective with its key results: a piece of the tree, which `parentId` holds together. */
export const branch = objective.extend({ results: z.array(keyResult) });
export type Branch = z.output<typeof branch>;
export const treeInput = z.strictObject({
  ...page,
  state: z.enum(objectiveStates).optional(),
  product: id.optional(),
});
export const treePage = pageOf(branch);

export const listKeyResultsInput = z.strictObject({ id, ...page });
export const keyResultPage = pageOf(keyResult);

/**
 * `kind` is `metric` when a metric is named, else `milestone`. A metric's `start` is its last value unless given;
 * a milestone goes from 0 to 100 unless told.
 */
export const createKeyResultInput = z.strictObject({
  id,
  title: titleText,
  kind: z.enum(keyResultKinds).optional(),
  metricId: id.nullable().optional(),
  start: measure.optional(),
  target: measure.optional(),
  dueOn: day.nullable().optional(),
  confidence: confidence.optional(),
});
export const updateKeyResultInput = z.strictObject({
  id,
  title: titleText.optional(),
  start: measure.optional(),
  target: measure.optional(),
  dueOn: day.nullable().optional(),
  confidence: confidence.optional(),
});

export const checkIn = z.object({
  id,
  keyResultId: id,
  value: z.number().nullable(),
  confidence,
  comment: z.string().nullable(),
  by: author,
  at: instantOut,
});
export type CheckIn = z.output<typeof checkIn>;

export const listCheckInsInput = z.strictObject({ id, ...page });
export const checkInPage = pageOf(checkIn);

/** At least one of the three. The value also becomes a point of the metric. */
export const createCheckInInput = z.strictObject({
  id,
  value: measure.optional(),
  confidence: percent.optional(),
  comment: filledText(5_000).optional(),
});

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
import { objectiveStates, pace } from "#lib/objectives/schema.ts";
import { horizons, verdicts } from "./rules.ts";

const horizon = z.enum(horizons);
const verdict = z.enum(verdicts);
const problem = text(50_000);
const confidence = percent.nullable();

export const outcome = z.object({
  id,
  initiativeId: id,
  metricId: id,
  metric: metricBrief,
  baseline: z.number().nullable(),
  expected: z.number(),
  confidence,
  dueOn: day.nullable(),
  /** The metric's last value. */
  current: metricValue.nullable(),
  /** Null unless the card is in Now, the outcome has a due day and no verdict. */
  pace: pace.nullable(),
  actual: z.number().nullable(),
  verdict: verdict.nullable(),
  reason: z.string().nullable(),
  learning: z.string().nullable(),
  nextAction: z.string().nullable(),
  reviewedAt: instantOut.nullable(),
  reviewedBy: author.nullable(),
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export type Outcome = z.output<typeof outcome>;

/** Distinct over the card's ideas: `arr` is the sum over companies, each counted once. */
export const demand = z.object({ feedback: z.int(), companies: z.int(), arr: z.number() });

export const initiative = z.object({
  id,
  number: z.int(),
  title: z.string(),
  problem: z.string(),
  targetOutcome: z.string(),
  horizon,
  /** Since when the card is in its horizon. */
  horizonSince: instantOut,
  /** Sorts by bytes within the horizon. */
  position: z.string(),
  ownerId: id.nullable(),
  productId: id.nullable(),
  confidence,
  ideaIds: z.array(id),
  objectiveIds: z.array(id),
  keyResultIds: z.array(id),
  outcomes: z.array(outcome),
  demand,
  setAside: z.object({ reason: z.string(), note: z.string().nullable(), by: author, at: instantOut }).nullable(),
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export type Initiative = z.output<typeof initiative>;

/** `created`: the newest card first; `moved`: the one that came into its horizon last. */
export const initiativeSorts = ["created", "moved"] as const;
export const listInitiativesInput = z.strictObject({
  ...page,
  /** `created` unless told. */
  sort: z.enum(initiativeSorts).optional(),
  horizon: z.array(horizon).max(4).optional(),
  state: z.enum(["open", "set_aside"]).optional(),
  ideaId: id.optional(),
  objectiveId: id.optional(),
  product: id.optional(),
});
export const initiativePage = pageOf(initiative);

const links = (most: number) => z.array(id).max(most).optional();
const why = filledText(2_000).nullable().optional();
const initiativeFields = {
  problem: problem.optional(),
  targetOutcome: problem.optional(),
  ownerId: id.nullable().optional(),
  productId: id.nullable().optional(),
  confidence: confidence.optional(),
  ideaIds: links(100),
  objectiveIds: links(50),
  keyResultIds: links(50),
  /** Why: it stands in the history, and at each link that this makes. */
  reason: why,
};
/** `horizon` is `later` unless told; the card goes to the bottom. */
export const createInitiativeInput = z.strictObject({
  title: titleText,
  horizon: horizon.optional(),
  ...initiativeFields,
});
/** A list of links replaces the one there is. */
export const updateInitiativeInput = z.strictObject({ id, title: titleText.optional(), ...initiativeFields });
export const byId = z.strictObject({ id });

/**
 * `afterId` null: to the top; left out: to the bottom; a card that is not in the column any more: to the bottom.
 * Without a reason, none was given.
 */
export const moveInitiativeInput = z.strictObject({
  id,
  horizon,
  afterId: id.nullable().optional(),
  reason: why,
});
/** `reason` is the key of one of the workspace's reasons, or free text. */
export const setAsideInitiativeInput = z.strictObject({
  id,
  reason: filledText(500),
  note: filledText(5_000).nullable().optional(),
});
export const reopenInitiativeInput = z.strictObject({ id, reason: why });

export const outcomeList = z.object({ data: z.array(outcome), nextCursor: z.null() });
export const createOutcomeInput = z.strictObject({
  id,
  metricId: id,
  baseline: measure.nullable().optional(),
  expected: measure,
  confidence: confidence.optional(),
  dueOn: day.nullable().optional(),
});
const oneOutcome = { id, outcomeId: id };
export const outcomeRef = z.strictObject(oneOutcome);
export const updateOutcomeInput = z.strictObject({
  ...oneOutcome,
  baseline: measure.nullable().optional(),
  expected: measure.optional(),
  confidence: confidence.optional(),
  dueOn: day.nullable().optional(),
});
const lesson = filledText(10_000).nullable().optional();
/** `actual` is the metric's last value unless given. In a second review, what is left out stays as it was. */
export const reviewOutcomeInput = z.strictObject({
  ...oneOutcome,
  verdict,
  actual: measure.nullable().optional(),
  reason: lesson,
  learning: lesson,
  nextAction: lesson,
});

/** The four links of the thread: somebody's words, an idea, an objective, a measured outcome. */
export const thread = z.object({
  feedback: z.boolean(),
  idea: z.boolean(),
  objective: z.boolean(),
  outcome: z.boolean(),
});

export const cardOutcome = outcome.pick({
  id: true,
  metricId: true,
  baseline: true,
  expected: true,
  confidence: true,
  dueOn: true,
  pace: true,
  actual: true,
  verdict: true,
});

export const card = z.object({
  ...initiative.pick({
    id: true,
    number: true,
    title: true,
    horizon: true,
    horizonSince: true,
    position: true,
    productId: true,
    confidence: true,
    demand: true,
    version: true,
  }).shape,
  /** The first 200 characters. */
  problem: z.string(),
  owner: z.object({ id, name: z.string() }).nullable(),
  objectiveIds: z.array(id),
  ideaCount: z.int(),
  /** In the order in which they were added; their metrics are in `metrics`. */
  outcomes: z.array(cardOutcome),
  thread,
});
export type Card = z.output<typeof card>;

export const column = z.object({
  horizon,
  /** The workspace's own word for it. */
  name: z.string(),
  /** All cards of the column; `cards` may hold fewer. */
  count: z.int(),
  cards: z.array(card),
});

export const roadmapMetric = z.object({
  ...metricBrief.shape,
  latest: metricValue.nullable(),
  /** The newest 30 values at most, the oldest first. */
  series: z.array(z.number()),
});

/**
 * The board in one answer. Now, Next and Later hold their first 500 cards together, Done the 200 that came there last;
 * `count` tells how many there are. `objectives` and `metrics` are those that the cards name.
 */
export const roadmap = z.object({
  columns: z.array(column),
  objectives: z.array(z.object({ id, title: z.string(), state: z.enum(objectiveStates) })),
  metrics: z.array(roadmapMetric),
  setAsideCount: z.int(),
});
export type Roadmap = z.output<typeof roadmap>;
export const roadmapInput = z.strictObject({ product: id.optional() });

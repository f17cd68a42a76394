import { z } from "zod";
import { day, id, instantOut } from "#lib/core/fields.ts";
import { author } from "#lib/ideas/author.ts";
import { evidenceItem } from "#lib/ideas/evidence/schema.ts";
import { demand, ideaStates, stage } from "#lib/ideas/schema.ts";
import { metricBrief, metricValue } from "#lib/metrics/schema.ts";
import { objectiveStates } from "#lib/objectives/schema.ts";
import { horizons, verdicts } from "#lib/roadmap/rules.ts";
import { thread } from "#lib/roadmap/schema.ts";

export const traceTypes = [
  "company",
  "contact",
  "feedback",
  "idea",
  "initiative",
  "outcome",
  "objective",
  "keyResult",
  "metric",
] as const;
export type TraceType = (typeof traceTypes)[number];
const type = z.enum(traceTypes);

export const traceInput = z.strictObject({ type, id });

/** `count` is of all there are; `data` holds 20 at most. */
const some = <T extends z.ZodType>(item: T) => z.object({ count: z.int(), data: z.array(item) });

/** The links to initiatives that this answer shows: by whom, when and why. */
const links = z.array(
  z.object({ initiativeId: id, linkedBy: author, linkedAt: instantOut, reason: z.string().nullable() }),
);

/** An entry into a horizon; `from` is null for the card's first. */
export const move = z.object({
  from: z.enum(horizons).nullable(),
  to: z.enum(horizons),
  by: author,
  at: instantOut,
  reason: z.string().nullable(),
});

export const tracedIdea = z.object({
  id,
  number: z.int(),
  title: z.string(),
  /** The first 300 characters. */
  problem: z.string(),
  stage,
  state: z.enum(ideaStates),
  demand,
  createdBy: author,
  createdAt: instantOut,
  links,
});
export const tracedInitiative = z.object({
  id,
  number: z.int(),
  title: z.string(),
  horizon: z.enum(horizons),
  state: z.enum(["open", "set_aside"]),
  /** The newest first. */
  moves: some(move),
});
export const tracedObjective = z.object({ id, title: z.string(), state: z.enum(objectiveStates), links });
export const tracedKeyResult = z.object({
  id,
  objectiveId: id,
  title: z.string(),
  kind: z.enum(["metric", "milestone"]),
  metricId: id.nullable(),
  start: z.number().nullable(),
  target: z.number().nullable(),
  dueOn: day.nullable(),
  createdBy: author.nullable(),
  createdAt: instantOut,
  links,
});
/** `expected` is a level. What was measured, and what was learned, once it is reviewed. */
export const tracedOutcome = z.object({
  id,
  initiativeId: id,
  metricId: id,
  baseline: z.number().nullable(),
  expected: z.number(),
  confidence: z.int().nullable(),
  dueOn: day.nullable(),
  createdBy: author.nullable(),
  createdAt: instantOut,
  actual: z.number().nullable(),
  verdict: z.enum(verdicts).nullable(),
  reason: z.string().nullable(),
  learning: z.string().nullable(),
  nextAction: z.string().nullable(),
  reviewedBy: author.nullable(),
  reviewedAt: instantOut.nullable(),
});
/** Something was set aside: why, by whom, and until when if it was reopened. */
export const decision = z.object({
  subject: z.object({ type: z.enum(["feedback", "idea", "initiative"]), id }),
  reason: z.string(),
  note: z.string().nullable(),
  by: author,
  at: instantOut,
  endedAt: instantOut.nullable(),
});

/**
 * The whole chain through one record, both ways. Lists hold the 20 that matter most: evidence with quotes and of each
 * idea first, ideas by companies, initiatives by horizon. `thread` are the four dots, filled where there is something.
 */
export const trace = z.object({
  subject: z.object({ type, id, number: z.int().nullable(), title: z.string() }),
  thread,
  /** Over all the ideas of the chain, each company once; `since` is when it was first said. */
  demand: z.object({
    feedback: z.int(),
    companies: z.int(),
    arr: z.number(),
    atRiskArr: z.number(),
    since: instantOut.nullable(),
  }),
  evidence: some(z.object({ ideaId: id, ...evidenceItem.shape })),
  ideas: some(tracedIdea),
  initiatives: some(tracedInitiative),
  objectives: some(tracedObjective),
  keyResults: some(tracedKeyResult),
  outcomes: some(tracedOutcome),
  /** Those that the outcomes and key results above name, with their newest points, the oldest first. */
  metrics: z.array(z.object({ ...metricBrief.shape, latest: metricValue.nullable(), series: z.array(metricValue) })),
  /** The newest first. */
  decisions: some(decision),
});

import { z } from "zod";
import { day, id, instantOut, page, pageOf, version } from "#lib/core/fields.ts";
import { feedbackKinds, feedbackStates } from "#lib/feedback/schema.ts";
import { importances } from "#lib/ideas/evidence/schema.ts";
import { ideaStates, stage } from "#lib/ideas/schema.ts";
import { metricUnits } from "#lib/metrics/schema.ts";
import { horizons, verdicts } from "#lib/roadmap/rules.ts";
import { thread } from "#lib/roadmap/schema.ts";
import { standings } from "./rules.ts";

/** The newest first. `isOpen`: only those for which the customer still waits, or only the others. */
export const listAsksInput = z.strictObject({ id, ...page, isOpen: z.boolean().optional() });

/** A bet of a card, and what came of it. */
const askedOutcome = z.object({
  id,
  metric: z.object({ key: z.string(), name: z.string(), unit: z.enum(metricUnits) }),
  baseline: z.number().nullable(),
  expected: z.number(),
  actual: z.number().nullable(),
  verdict: z.enum(verdicts).nullable(),
  dueOn: day.nullable(),
});

/** `setAsideReason` is the key of one of the workspace's reasons, or free text. */
const askedIdea = z.object({
  id,
  number: z.int(),
  title: z.string(),
  stage,
  state: z.enum(ideaStates),
  setAsideReason: z.string().nullable(),
  quote: z.string().nullable(),
  importance: z.enum(importances),
  linkedAt: instantOut,
  /** The first 20 by horizon, cards that were set aside last. */
  initiatives: z.array(
    z.object({
      id,
      number: z.int(),
      title: z.string(),
      horizon: z.enum(horizons),
      state: z.enum(ideaStates),
      outcomes: z.array(askedOutcome),
    }),
  ),
});

/** Something a customer said, and where it stands. */
export const ask = z.object({
  feedback: z.object({
    id,
    number: z.int(),
    title: z.string(),
    /** The beginning of its text, at most 280 characters. */
    snippet: z.string(),
    state: z.enum(feedbackStates),
    kind: z.enum(feedbackKinds).nullable(),
    source: z.string(),
    occurredAt: instantOut,
    version,
  }),
  company: z.object({ id, name: z.string() }).nullable(),
  contact: z.object({ id, name: z.string().nullable() }).nullable(),
  /** Why the feedback itself was set aside, and what the customer may be told. */
  setAside: z
    .object({ reason: z.string(), note: z.string().nullable(), publicReply: z.string().nullable() })
    .nullable(),
  reviewNote: z.string().nullable(),
  standing: z.enum(standings),
  isOpen: z.boolean(),
  /** The first 20 in the order in which they were linked. */
  ideas: z.array(askedIdea),
  thread,
});
export const askPage = pageOf(ask);

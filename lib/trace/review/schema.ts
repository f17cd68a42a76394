import { z } from "zod";
import { author } from "#lib/core/author.ts";
import { id, instant, instantOut, percent } from "#lib/core/fields.ts";
import { metricBrief } from "#lib/metrics/schema.ts";
import { branch } from "#lib/objectives/schema.ts";
import { horizons, verdicts } from "#lib/roadmap/rules.ts";

/** `since`: what counts as new; 30 days ago unless told. */
export const reviewInput = z.strictObject({ since: instant.optional() });

/** A card that came to where it stands since then, by whom and why, and what its bets came to. */
export const changedCard = z.object({
  id,
  number: z.int(),
  title: z.string(),
  horizon: z.enum(horizons),
  state: z.enum(["open", "set_aside"]),
  at: instantOut,
  by: author.nullable(),
  /** Of a move its reason; of what was set aside the reason's key. */
  reason: z.string().nullable(),
  note: z.string().nullable(),
  outcomes: z.array(
    z.object({ metric: metricBrief, expected: z.number(), actual: z.number().nullable(), verdict: z.enum(verdicts) }),
  ),
});

const counts = z.object(Object.fromEntries(verdicts.map((verdict) => [verdict, z.int()])) as Record<Verdict, z.ZodInt>);
type Verdict = (typeof verdicts)[number];

export const review = z.object({
  since: instantOut,
  /** The newest first; `moreChanges` when there are more than 50. */
  changes: z.array(changedCard),
  moreChanges: z.boolean(),
  /** The open ones, the oldest first; `moreObjectives` when there are more than 50. */
  objectives: z.array(branch),
  moreObjectives: z.boolean(),
  bets: z.object({
    /** Judged ever, and judged since. */
    ever: counts,
    since: counts,
    /** On cards in Now without a verdict; of all that have none, those whose day has passed. */
    running: z.int(),
    overdue: z.int(),
    /** By how much less was reached than expected, in percent of the way, on average; null while nothing tells. */
    overestimate: z.number().nullable(),
    /** Of the judged bets with a confidence: what was said on average, and how many hit, in percent. */
    confidence: z.object({ said: percent, hit: percent }).nullable(),
    /** Cards in Now, and those of them that one company alone asks for. */
    now: z.object({ cards: z.int(), ofOneCompany: z.int() }),
  }),
});

import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";
import { isBlank } from "#lib/core/fields.ts";
import { elapsedOf, isStale, leadOf, type Pace, paceOf, progressOf } from "#lib/objectives/rules.ts";

export const horizons = ["now", "next", "later", "done"] as const;
export type Horizon = (typeof horizons)[number];
export const verdicts = ["hit", "partial", "missed", "inconclusive", "not_measured"] as const;
export type Verdict = (typeof verdicts)[number];

/** A key longer than this makes the column anew: halving one gap for ever adds a character every six cards. */
export const longestKey = 32;

/**
 * The place between two neighbours, as a fractional index in byte order (npm `fractional-indexing`, base 62). In: the
 * keys above and below, null at an end. Out: the key, or null when it would be longer than `longestKey`.
 */
export function placeBetween(above: string | null, below: string | null): string | null {
  const key = generateKeyBetween(above, below);
  return key.length > longestKey ? null : key;
}

/**
 * Short keys for a whole column, behind every key now in use: rewriting the column row by row then never meets a key
 * that another row still holds. In: how many, and the column's last key. Out: that many keys in order.
 */
export const freshPlaces = (count: number, last: string | null): string[] => generateNKeysBetween(last, null, count);

/**
 * Whether an outcome holds its card back from done. In: verdict, its reason, due day and today in the workspace's time
 * zone. Out: true unless there is a verdict (`not_measured` with a reason), or the review is still to come (API.md). The
 * database decides; this finds the words.
 */
export function holdsBack(
  outcome: { verdict: Verdict | null; reason: string | null; dueOn: string | null },
  today: string,
): boolean {
  if (outcome.verdict === "not_measured") return isBlank(outcome.reason ?? "");
  if (outcome.verdict !== null) return false;
  return outcome.dueOn === null || outcome.dueOn <= today;
}

/** A bet under way: days as `YYYY-MM-DD`, values in the metric's unit. */
export type Bet = {
  baseline: number | null;
  expected: number;
  dueOn: string | null;
  /** The day since when it runs: the card came to Now, or the outcome was added later. */
  since: string;
  current: { at: Date; value: number } | null;
  cadenceDays: number | null;
};

/**
 * The pace of a bet: the way from baseline to expected against the days from `since` to the due day. Out: null where
 * there is no day to be measured against; `no_data` without baseline or a value within the metric's cadence.
 */
export function betPace(bet: Bet, now: Date, today: string): Pace | null {
  if (bet.dueOn === null) return null;
  const { baseline, expected, current } = bet;
  const progress = baseline === null || current === null ? null : progressOf(baseline, expected, current.value);
  const elapsed = elapsedOf(bet.since, bet.dueOn, today);
  return paceOf(leadOf(progress, elapsed, isStale(current?.at ?? null, bet.cadenceDays, now)));
}

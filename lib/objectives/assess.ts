import { dayIn, elapsedOf, isStale, leadOf, progressOf } from "./rules.ts";

/** What decides how a key result stands. Days as `YYYY-MM-DD`, instants as RFC 3339. */
export type Measured = {
  start: number;
  target: number;
  current: number | null;
  currentAt: string | null;
  cadenceDays: number | null;
  dueOn: string | null;
  createdAt: string;
  objective: { startsOn: string | null; endsOn: string | null; closedAt: string | null };
};

/**
 * Progress (percent) and lead of a key result, and whether its data is stale. Its period is from the objective's first day (else the day it was made)
 * to its own due day (else the objective's last). A closed objective is judged as of its closing.
 */
export function assess(result: Measured, now: Date, timeZone: string) {
  const { start, target, current, currentAt, cadenceDays, objective } = result;
  const asOf = objective.closedAt === null ? now : new Date(objective.closedAt);
  const first = objective.startsOn ?? dayIn(timeZone, new Date(result.createdAt));
  const elapsed = elapsedOf(first, result.dueOn ?? objective.endsOn, dayIn(timeZone, asOf));
  const progress = current === null ? null : progressOf(start, target, current);
  const stale = isStale(currentAt === null ? null : new Date(currentAt), cadenceDays, asOf);
  return { progress, lead: leadOf(progress, elapsed, stale), stale };
}

/** How far along something is against the time it has; the one ordered list of words that every screen uses. */
export const paces = ["ahead", "on_track", "behind", "off_track", "no_data"] as const;
export type Pace = (typeof paces)[number];

const dayMs = 86_400_000;

const zones = new Map<string, Intl.DateTimeFormat>();
/** More than there are names; a name may be written in many ways. */
const mostZones = 1_000;

/** The calendar day of an instant in a time zone. In: IANA name, instant. Out: `YYYY-MM-DD`. Throws RangeError for a zone that does not exist. */
export function dayIn(timeZone: string, instant: Date): string {
  let zone = zones.get(timeZone);
  if (!zone) {
    zone = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    if (zones.size >= mostZones) zones.clear();
    zones.set(timeZone, zone);
  }
  return zone.format(instant);
}

/**
 * How much of the way from `start` to `target` is behind `current`. In: three values of one unit; `start` and `target`
 * differ (the database refuses else), and a target below the start means that down is forward. Out: percent, 0 to 100:
 * worse than the start counts as 0, beyond the target as 100, so that one key result never makes up for another.
 */
export function progressOf(start: number, target: number, current: number): number {
  if (start === target) return current === target ? 100 : 0;
  const way = ((current - start) / (target - start)) * 100;
  return Math.min(100, Math.max(0, way)) + 0;
}

/**
 * How much of a period has gone by. In: its first and last day and today, `YYYY-MM-DD`. Out: 0 (not begun) to 1 (the
 * last day has come); null when an end of the period is missing, so that nothing can be said.
 */
export function elapsedOf(first: string | null, last: string | null, today: string): number | null {
  if (first === null || last === null) return null;
  if (today >= last) return 1;
  if (today <= first) return 0;
  return (Date.parse(today) - Date.parse(first)) / (Date.parse(last) - Date.parse(first));
}

/**
 * Whether a series has gone quiet. In: the instant of its last value, the days within which one is expected (null:
 * whenever it comes) and now. Out: true when there is none, or none within its cadence.
 */
export function isStale(lastAt: Date | null, cadenceDays: number | null, now: Date): boolean {
  if (lastAt === null) return true;
  return cadenceDays !== null && now.getTime() - lastAt.getTime() > cadenceDays * dayMs;
}

/**
 * The lead over the calendar: progress less elapsed time, both as shares. In: progress in percent or null, elapsed 0 to 1
 * or null, whether the data is stale. Out: -1 to 1; null when there is nothing to compare.
 */
export function leadOf(progress: number | null, elapsed: number | null, stale: boolean): number | null {
  if (progress === null || elapsed === null || stale) return null;
  return progress / 100 - elapsed;
}

/**
 * The word for a lead. In: -1 to 1, or null. Out: `ahead` from +0.1, `on_track` from -0.1, `behind` from -0.3,
 * `off_track` below, `no_data` for null. At the end of the period this calls 70 % behind and less off track, which is
 * where the usual grading of key results draws its line (Doerr, Measure What Matters, 2018: 0.7 and up is green).
 */
export function paceOf(lead: number | null): Pace {
  if (lead === null) return "no_data";
  const rounded = Math.round(lead * 1e9) / 1e9;
  if (rounded >= 0.1) return "ahead";
  if (rounded >= -0.1) return "on_track";
  return rounded >= -0.3 ? "behind" : "off_track";
}

/**
 * Adds key results up to their objective. In: each one's progress (percent or null) and lead (or null). Out: `progress`,
 * the mean with the never measured as 0, so that it never overstates, null when none was measured; `lead`, the mean of
 * the known ones, null when none is.
 */
export function summed(parts: { progress: number | null; lead: number | null }[]) {
  const measured = parts.filter((part) => part.progress !== null).length;
  const leads = parts.flatMap(({ lead }) => (lead === null ? [] : [lead]));
  const total = parts.reduce((sum, { progress }) => sum + (progress ?? 0), 0);
  return {
    progress: measured === 0 ? null : total / parts.length,
    lead: leads.length === 0 ? null : leads.reduce((sum, lead) => sum + lead, 0) / leads.length,
    measured,
  };
}

/**
 * Where an even pace would be by now. In: progress in percent and its lead, -1 to 1. Out: percent, 0 to 100; null when there
 * is nothing to compare.
 */
export function expectedOf(progress: number | null, lead: number | null): number | null {
  if (progress === null || lead === null) return null;
  return Math.min(100, Math.max(0, progress - lead * 100));
}

/** A percentage as answers carry it: one decimal. */
export const oneDecimal = (percent: number | null): number | null =>
  percent === null ? null : Math.round(percent * 10) / 10;

const locale = "en-GB";
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "now", "5 min", "2 h", "3 d", "4 May", "4 May 2024": how long before `now` it was, in as few letters as a list has. */
export function formatAge(at: Date, now: Date): string {
  const past = now.getTime() - at.getTime();
  if (past < minute && past > -minute) return "now";
  const distance = Math.abs(past);
  const short =
    distance < hour
      ? `${Math.floor(distance / minute)} min`
      : distance < day
        ? `${Math.floor(distance / hour)} h`
        : distance < 14 * day
          ? `${Math.floor(distance / day)} d`
          : undefined;
  if (short) return past > 0 ? short : `in ${short}`;
  return formatDay(at, at.getFullYear() !== now.getFullYear());
}

/** "4 May" or "4 May 2026", in the reader's time zone unless another is given. */
export function formatDay(at: Date, withYear = true, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    ...(withYear ? { year: "numeric" } : {}),
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/** "4 May 2026, 09:30", in the time zone that stands beside it. */
export function formatMinute(at: Date, timeZone: string): string {
  const form = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(locale, { ...form, timeZone }).format(at);
}

/** "Mon, 4 May 2026, 09:30 CEST": the exact value behind a short one; in the reader's time zone unless another is given. */
export function formatExactTime(at: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/** A calendar day (YYYY-MM-DD) as it stands: days have no time zone to be shifted by. */
export function formatPlainDay(day: string, withYear = true): string {
  return formatDay(new Date(`${day}T00:00:00Z`), withYear, "UTC");
}

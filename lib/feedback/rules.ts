import type { ReopenWhen } from "./schema.ts";

/** What decides whether set-aside feedback comes back. Days as `YYYY-MM-DD`; `arr` in `currency`; null: not known. */
export type Known = {
  today: string;
  renewsOn: string | null;
  arr: number | null;
  /** How many companies have said it. */
  companies: number;
  currency: string;
};

/** A condition that has come true, and the sentence that says so. */
export type Met = { condition: keyof ReopenWhen; words: string };

const dayMs = 86_400_000;
const daysBetween = (first: string, last: string) => (Date.parse(last) - Date.parse(first)) / dayMs;
const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const dayInWords = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
const money = (amount: number, currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" }).format(amount);

/**
 * Which of the conditions hold under which feedback was to come back. In: the conditions, and what is known today. Out:
 * those that hold, in words; none when it stays aside. A renewal that has gone by is none that is near.
 */
export function metOf({ on, renewalWithinDays, arr, companies }: ReopenWhen, known: Known): Met[] {
  const met: Met[] = [];
  if (on !== undefined && on <= known.today) met.push({ condition: "on", words: `${dayInWords(on)} has come.` });
  const away = known.renewsOn === null ? -1 : daysBetween(known.today, known.renewsOn);
  if (renewalWithinDays !== undefined && away >= 0 && away <= renewalWithinDays) {
    const words = away === 0 ? "today" : `in ${plural(away, "day", "days")}`;
    met.push({ condition: "renewalWithinDays", words: `The company renews ${words}.` });
  }
  if (arr !== undefined && known.arr !== null && known.arr >= arr) {
    met.push({ condition: "arr", words: `The company's ARR has reached ${money(arr, known.currency)}.` });
  }
  if (companies !== undefined && known.companies >= companies) {
    const words = plural(known.companies, "company has", "companies have");
    met.push({ condition: "companies", words: `${words} said it.` });
  }
  return met;
}

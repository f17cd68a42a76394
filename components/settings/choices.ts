/** Pure: time zones and currencies to choose from, as the browser knows them. */

export type Choice = { id: string; label: string; hint?: string };

const plain = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll("_", " ");

/** Those in which every word that was typed occurs; those where it begins a word first. */
function matching(choices: readonly Choice[], query: string): Choice[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...choices];
  const read = choices.map((choice) => ({ choice, text: plain(`${choice.id} ${choice.label} ${choice.hint ?? ""}`) }));
  const found = read.filter(({ text }) => words.every((word) => text.includes(word)));
  const begins = ({ text }: (typeof found)[number]) =>
    text.split(/[\s/,]+/).some((part) => part.startsWith(words[0] ?? ""));
  return [...found.filter(begins), ...found.filter((one) => !begins(one))].map(({ choice }) => choice);
}

/** How far it is from UTC at that moment: "GMT+02:00". Empty where the browser does not know the zone. */
function offsetOf(timeZone: string, now: Date): string {
  try {
    const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(now);
    return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  } catch {
    return "";
  }
}

/** A time zone as it is shown: `America/New_York` reads "America/New York". */
export const zoneChoice = (id: string): Choice => ({ id, label: id.replaceAll("_", " ") });

/** The time zones for what was typed, a city or an offset; the reader's own first, then UTC. */
export function zonesFor(query: string, own: string, now: Date): Choice[] {
  const ids = new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")]);
  const zones = [...ids].map((id) => ({ ...zoneChoice(id), hint: offsetOf(id, now) }));
  return matching(zones, query);
}

const names = new Intl.DisplayNames("en", { type: "currency" });

/** A currency as it is shown: "EUR, Euro". */
export const currencyChoice = (id: string): Choice => ({ id, label: `${id}, ${names.of(id) ?? id}` });

const usual = ["USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "INR", "CNY", "BRL"];

/** The currencies for what was typed, a code or a name; the most used first. */
export function currenciesFor(query: string): Choice[] {
  const ids = new Set([...usual, ...Intl.supportedValuesOf("currency")]);
  return matching([...ids].map(currencyChoice), query);
}

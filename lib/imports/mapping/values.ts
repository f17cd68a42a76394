import type { dateOrders } from "../schema.ts";

/** What people and spreadsheets write into cells, read as what it means. */

export type DateOrder = (typeof dateOrders)[number];

export type ReadInstant =
  | { at: string; hasZone: boolean }
  /** Day and month can be told apart only by somebody who knows the file. */
  | { problem: "ambiguous" | "unreadable" };

const minute = 60_000;
// White space is read only together with what must follow it: three optional runs of it in a row take time by its cube.
const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap]\.?m\.?))?`;
const zone = String.raw`(?:\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2}))?`;
const time = String.raw`(?:[t ,]\s*${clock}${zone}(?:\s*\([^)]*\))?)?`;
const forms = {
  numbers: new RegExp(String.raw`^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})${time}$`, "i"),
  dayFirst: new RegExp(
    String.raw`^(?:\p{L}+\.?,?\s+)?(\d{1,2})\.?[\s/-]+(?:de\s+)?(\p{L}{3,})\.?[\s/,-]+(?:de\s+)?(\d{2}|\d{4})${time}$`,
    "iu",
  ),
  monthFirst: new RegExp(
    String.raw`^(?:\p{L}+\.?,?\s+)?(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${time}$`,
    "iu",
  ),
};

/** One character may become eighteen, and no word of ours stands so far behind. */
const looked = 300;
const plainWord = (word: string) =>
  word.slice(0, looked).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\.$/, "");

let months: Map<string, number> | undefined;

/** 1 to 12 for a month's name, short or long, in the languages that dates are written in here. */
function monthOf(word: string): number | undefined {
  if (!months) {
    months = new Map();
    for (const locale of ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl", "cs", "tr", "ru", "uk"]) {
      for (const month of ["long", "short"] as const) {
        const format = new Intl.DateTimeFormat(locale, { month, day: "numeric", timeZone: "UTC" });
        for (let n = 0; n < 12; n++) {
          const part = format.formatToParts(Date.UTC(2024, n, 15)).find(({ type }) => type === "month");
          if (part) months.set(plainWord(part.value), n + 1);
        }
      }
    }
    months.set("sept", 9);
  }
  return months.get(plainWord(word));
}

/** The first day of Excel's calendar, which has a 29th of February 1900. */
const excelEpoch = Date.UTC(1899, 11, 30);

/** A serial date of the 1900 system, from 1954 to 2119. */
export const isExcelSerial = (text: string): boolean => /^[2-7]\d{4}(?:\.\d+)?$/.test(text);

const ok = (ms: number, hasZone: boolean): ReadInstant =>
  Number.isFinite(ms) && ms > -62_135_596_800_000 && ms < 253_402_300_800_000
    ? { at: new Date(ms).toISOString(), hasZone }
    : { problem: "unreadable" };

/** Times without a zone are in UTC. */
export function readInstant(text: string, order: DateOrder | null): ReadInstant {
  if (isExcelSerial(text)) return ok(excelEpoch + Math.round(Number(text) * 86_400) * 1_000, false);
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return ok(Math.round(Number(text) * 1_000), true);
  if (/^\d{12,13}$/.test(text)) return ok(Number(text), true);
  const numbers = forms.numbers.exec(text);
  if (numbers) return readNumbers(numbers, order);
  const dayFirst = forms.dayFirst.exec(text);
  if (dayFirst) {
    const [, day = "", word = "", year = "", ...rest] = dayFirst;
    return assembled(fullYear(year), monthOf(word), Number(day), rest);
  }
  const monthFirst = forms.monthFirst.exec(text);
  if (!monthFirst) return { problem: "unreadable" };
  const [, word = "", day = "", year = "", ...rest] = monthFirst;
  return assembled(fullYear(year), monthOf(word), Number(day), rest);
}

function readNumbers([, a = "", separator, b = "", c = "", ...rest]: string[], order: DateOrder | null): ReadInstant {
  if (a.length === 4) return assembled(Number(a), Number(b), Number(c), rest);
  if (c.length === 1 || c.length === 3 || a.length > 2) return { problem: "unreadable" };
  const [first, second] = [Number(a), Number(b)];
  if (first > 12 || second > 12) {
    const [day, month] = first > 12 ? [first, second] : [second, first];
    // One that says the file's order is wrong is not turned round.
    const told = first > 12 ? "dayFirst" : "monthFirst";
    if (order !== null && order !== told) return { problem: "unreadable" };
    return assembled(fullYear(c), month, day, rest);
  }
  // Dots are written with the day first only.
  const known = separator === "." ? "dayFirst" : order;
  if (first === second || known === "dayFirst") return assembled(fullYear(c), second, first, rest);
  return known === "monthFirst" ? assembled(fullYear(c), first, second, rest) : { problem: "ambiguous" };
}

/** What a date of numbers says about the order in the whole file; null when it says nothing. */
export function orderShownBy(text: string): DateOrder | null {
  const [, a = "", separator, b = ""] = forms.numbers.exec(text) ?? [];
  if (a === "" || a.length === 4 || separator === ".") return null;
  if (Number(a) > 12) return "dayFirst";
  return Number(b) > 12 ? "monthFirst" : null;
}

const fullYear = (year: string): number => Number(year) + (year.length > 2 ? 0 : Number(year) < 70 ? 2_000 : 1_900);

function assembled(year: number, month: number | undefined, day: number, rest: (string | undefined)[]): ReadInstant {
  const [hours = "0", minutes = "0", seconds = "0", fraction = "0", half, offset] = rest;
  const hour = half ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours);
  if (month === undefined || hour > 24 || (half && Number(hours) > 12)) return { problem: "unreadable" };
  if (Number(minutes) > 59 || Number(seconds) > 60) return { problem: "unreadable" };
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // The 31st of February is no day in March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return { problem: "unreadable" };
  date.setUTCHours(hour, Number(minutes), Number(seconds), Math.floor(Number(`0.${fraction}`) * 1_000));
  return ok(date.getTime() - offsetOf(offset), offset !== undefined);
}

function offsetOf(offset: string | undefined): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
}

/** An id that a spreadsheet turned into a number and shortened: what it was cannot be known. */
export const isMangledId = (text: string): boolean => /^[+-]?\d(?:[.,]\d+)?e[+-]?\d+$/i.test(text);

/** An amount as it is written with a currency and in either way of grouping; null when it is none. */
export function readAmount(text: string): number | null {
  const bare = text.replace(/[\p{Sc}\s'\u2019_]|(?![kmKM])\p{L}/gu, "");
  const [, digits = "", unit = ""] = /^([\d.,]+)([km]?)$/i.exec(bare) ?? [];
  if (digits === "") return null;
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  const mark = digits[last] ?? "";
  const tail = digits.length - last - 1;
  // 1.234 and 1,234 group thousands, 1.234.567 too; 1234,5 and 1,234.56 end in a decimal.
  const isDecimal = last >= 0 && digits.indexOf(mark) === last && (tail !== 3 || /^0?[.,]/.test(digits));
  const whole = (isDecimal ? digits.slice(0, last) : digits).replace(/[.,]/g, "");
  const amount = Number(`${whole || "0"}.${isDecimal ? digits.slice(last + 1) : "0"}`);
  const factor = unit === "" ? 1 : unit.toLowerCase() === "k" ? 1_000 : 1_000_000;
  return Number.isFinite(amount) && digits !== mark ? Math.round(amount * factor * 100) / 100 : null;
}

/** One address out of `Dana Ito <dana@initech.example>`. */
export const addressIn = (text: string): string => /<\s*([^<>\s@]+@[^<>\s@]+)\s*>/.exec(text)?.[1] ?? text;

/** The host of an address or a link, in lower case; null when there is none. */
export function hostIn(text: string): string | null {
  const bare = text.includes("@") ? text.slice(text.lastIndexOf("@") + 1) : text;
  try {
    const { hostname } = new URL(/^https?:\/\//i.test(bare) ? bare : `https://${bare}`);
    const host = hostname.replace(/^www\./, "").replace(/\.$/, "");
    return host.includes(".") ? host : null;
  } catch {
    return null;
  }
}

/** Tags as help desks write them: a list in JSON, or words with commas, semicolons or bars between. */
export function readTags(text: string): string[] {
  if (text.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list))
        return list.filter((tag) => typeof tag === "string" || typeof tag === "number").map(String);
    } catch {
      // Not JSON after all.
    }
  }
  const mark = [";", "|", ",", "\n"].find((one) => text.includes(one)) ?? ",";
  return text.split(mark);
}

const kinds: [RegExp, "request" | "problem" | "praise" | "question" | "bug"][] = [
  [/\b(bug|defect|fehler|error|erreur|fallo)\b/, "bug"],
  [
    /\b(feature|request|suggestion|idea|enhancement|improvement|wunsch|anfrage|demande|solicitud|sugerencia)\b/,
    "request",
  ],
  [/\b(question|how to|frage|pregunta|domanda|pergunta|soru)\b/, "question"],
  [/\b(praise|compliment|kudos|thanks|testimonial|lob)\b/, "praise"],
  [/\b(problem|incident|issue|complaint|trouble|beschwerde|probleme|problema|sorun)\b/, "problem"],
];

/** A source's word for what kind of feedback it is; null when it is none of ours. */
export function readKind(text: string): (typeof kinds)[number][1] | null {
  const words = plainWord(text).replaceAll(/[_-]+/g, " ");
  return kinds.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

const guarded = /^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/;

/** A cell without what spreadsheets and exports put before it: `="0012"` is 0012, `'=1` is =1. */
export const uncovered = (text: string): string => {
  const formula = /^="([^"]*)"$/.exec(text);
  return formula ? (formula[1] ?? "") : text.replace(guarded, "");
};

const halves = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text without NUL and halves of surrogate pairs, which PostgreSQL does not take. */
export const storable = (text: string): string => text.replaceAll("\u0000", "").replace(halves, "");

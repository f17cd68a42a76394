import { typedNumber } from "#components/ui/typed-number.ts";

export type TypedPoint = { at: string; value: number; note?: string };
export type ParsedPoints = { points: TypedPoint[]; problems: { line: number; message: string }[] };

const day = /^\d{4}-\d\d-\d\d$/;
const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;

/** A day as midnight UTC, an instant as it is; null for anything else, and for days that do not exist. */
function instantOf(text: string): string | null {
  const given = day.test(text) ? `${text}T00:00:00Z` : instant.test(text) ? text.replace(" ", "T") : null;
  if (given === null) return null;
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(given) ? given : `${given}Z`;
  const time = Date.parse(zoned);
  if (Number.isNaN(time)) return null;
  // Date.parse takes 31 February for 3 March.
  const dayOfMonth = Number(text.slice(8, 10));
  const last = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return dayOfMonth > last ? null : new Date(time).toISOString();
}

function numberOf(text: string): number | null {
  const value = typedNumber(text);
  return value === null || Number.isNaN(value) ? null : value;
}

function fieldsOf(line: string): string[] {
  if (line.includes("\t")) return line.split("\t");
  if (line.includes(";")) return line.split(";");
  const [, at = "", rest = ""] = /^(\S+(?: \d\d:\d\d\S*)?)[\s,]+(.*)$/.exec(line) ?? [];
  const [, value = rest, note = ""] = /^(-?[\d.,$€£]+(?:\s?%)?)(?:[\s,]+(.*))?$/.exec(rest) ?? [];
  return [at || line, value, note];
}

/**
 * Points as people paste them, one to a line: a day or an instant, a value, and, if they like, a note; separated by tabs,
 * semicolons, commas or spaces. A first line of headings is passed over. Bad lines are named, good ones kept.
 */
export function parsePoints(text: string): ParsedPoints {
  const points = new Map<string, TypedPoint>();
  const problems: ParsedPoints["problems"] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const [first = "", second = "", ...rest] = fieldsOf(line).map((field) => field.trim().replace(/^"|"$/g, ""));
    const at = instantOf(first.replace(/,$/, ""));
    const value = numberOf(second);
    if (at === null && value === null && points.size === 0 && problems.length === 0 && index === 0) continue;
    if (at === null) problems.push({ line: index + 1, message: "does not begin with a day like 2026-02-01" });
    else if (value === null) problems.push({ line: index + 1, message: "has no number after the day" });
    else if (points.has(at)) problems.push({ line: index + 1, message: "has the same time as a line above" });
    else points.set(at, { at, value, ...(rest.join(" ").trim() ? { note: rest.join(" ").trim() } : {}) });
  }
  return { points: [...points.values()], problems };
}

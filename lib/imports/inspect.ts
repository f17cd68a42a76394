import { invalid } from "#lib/core/errors.ts";
import { feedbackRecord } from "#lib/feedback/schema.ts";
import { guessDelimiter, guessHeader, rowsOf } from "./csv/dialect.ts";
import { isSeparatorLine } from "./csv/records.ts";
import { firstByte } from "./detect.ts";
import { decoderOf, type Encoding, markLength } from "./encoding.ts";
import { isTooDeep } from "./json/depth.ts";
import { recordsInside } from "./json/envelope.ts";
import { flatten } from "./json/flatten.ts";
import { guessColumns, type Sampled } from "./mapping/guess.ts";
import { type Column, dateFields, type Mapping, mostColumns, mostExtras, reportKey } from "./mapping/mapping.ts";
import type { Cell } from "./mapping/record.ts";
import { orderShownBy, readInstant, storable } from "./mapping/values.ts";
import type { WarningCode } from "./mapping/warnings.ts";
import { longest, type Piece, type Slice, split, start } from "./split.ts";

/** The beginning of a file. */
export type Head = { bytes: Buffer; isWhole: boolean };

/** What is known beforehand, from a person or from the last time. */
export type Known = Partial<Omit<Mapping, "columns">>;

export type Inspected = {
  mapping: Mapping;
  samples: Sampled[];
  warnings: WarningCode[];
};

const sampledRows = 200;
const sampledValues = 50;

/** What a CSV file is, as far as its beginning shows it. Throws invalid when it has more columns than are read. */
export function inspectCsv({ bytes, isWhole }: Head, encodings: Encoding[], known: Known): Inspected {
  const encoding = known.encoding ?? encodings[0] ?? "utf-8";
  const text = decoderOf(encoding)(bytes.subarray(markLength(bytes, encoding)));
  const delimiter = known.delimiter ?? guessDelimiter(text, isWhole);
  const all = rowsOf(text, delimiter, isWhole);
  const rows = isSeparatorLine(all[0]?.join(delimiter) ?? "") ? all.slice(1) : all;
  const [header = []] = rows;
  // Before anything is looked for in their names: that takes time for each.
  refuseWide(header.length);
  const hasHeader = known.hasHeader ?? guessHeader(rows);
  const width = hasHeader ? header.length : Math.max(0, ...rows.map((cells) => cells.length));
  refuseWide(width);
  const below = hasHeader ? rows.slice(1) : rows;
  const samples = Array.from(
    { length: width },
    (_, index): Sampled => ({
      index,
      name: hasHeader ? storable((header[index] ?? "").trim().slice(0, 300)) : null,
      values: below.flatMap((cells) => (cells[index] ?? "").trim() || []).slice(0, sampledValues),
    }),
  );
  const warnings: WarningCode[] = [];
  if (below.length === 0 && isWhole) warnings.push(rows.length === 0 ? "nothing" : "no_rows");
  if (looksConvertedTwice(text)) warnings.push("double_encoded");
  return finished({ encoding, delimiter, hasHeader }, samples, known, warnings);
}

function refuseWide(width: number): void {
  if (width <= mostColumns) return;
  const problem = `has ${width.toLocaleString("en")} columns; at most ${mostColumns} are read`;
  throw invalid("", "too_many_columns", problem);
}

/** What the records of a JSON file hold, as far as its beginning shows it. */
export async function inspectJson(head: Head, shape: "lines" | "array", known: Known): Promise<Inspected> {
  const values = new Map<string, string[]>();
  const inside = known.recordsAt ?? null;
  for (const record of await recordsIn(head.bytes, shape, inside)) {
    for (const [name, cell] of flatten(record)) {
      const seen = values.get(name) ?? [];
      const text = shownCell(cell);
      if (text !== "" && seen.length < sampledValues) seen.push(text);
      if (values.has(name) || values.size < mostColumns) values.set(name, seen);
    }
  }
  const samples = [...values].map(([name, seen], index): Sampled => ({ index, name, values: seen }));
  return finished(
    { encoding: null, delimiter: null, hasHeader: true },
    samples,
    known,
    samples.length === 0 ? ["nothing"] : [],
  );
}

export const shownCell = (cell: Cell): string => (Array.isArray(cell) ? cell.join(", ") : String(cell ?? "")).trim();

/** The first objects of JSON that is whole as far as these go. */
async function recordsIn(bytes: Buffer, shape: "lines" | "array", inside: Mapping["recordsAt"]): Promise<object[]> {
  const records: object[] = [];
  async function* once(): AsyncGenerator<Piece> {
    yield { n: 0, data: bytes };
  }
  const from = inside ? { ...start, offset: inside.at, at: inside.at, line: inside.line } : start;
  try {
    for await (const slice of split(once(), shape, from, { isEnclosed: inside !== null })) {
      const value = jsonIn(slice);
      if (value !== null) records.push(value);
      if (records.length >= sampledRows) break;
    }
  } catch {
    // The beginning of an array is not all of it.
  }
  return records;
}

function jsonIn({ bytes }: Slice): object | null {
  if (bytes === null || bytes.length > longest) return null;
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof value !== "object" || value === null || Array.isArray(value) || isTooDeep(value)) return null;
    if (reportKey in value) delete value[reportKey];
    return value;
  } catch {
    return null;
  }
}

type Dialect = Pick<Mapping, "encoding" | "delimiter" | "hasHeader">;

function finished(dialect: Dialect, samples: Sampled[], known: Known, warnings: WarningCode[]): Inspected {
  const columns = guessColumns(samples);
  if (columns.filter(({ field }) => field?.startsWith("fields.")).length >= mostExtras && samples.length > mostExtras) {
    warnings.push("columns_left_out");
  }
  const { source = null, recordsAt = null } = known;
  const mapping: Mapping = { ...dialect, columns, dateOrder: known.dateOrder ?? null, source, recordsAt };
  return {
    mapping: { ...mapping, dateOrder: mapping.dateOrder ?? orderIn(mapping.columns, samples) },
    samples,
    warnings,
  };
}

const datesIn = (columns: Column[], samples: Sampled[]): { column: Column; values: string[] }[] =>
  columns
    .filter(({ field }) => field !== null && dateFields.has(field))
    .map((column) => ({ column, values: samples[column.index]?.values ?? [] }));

/** The order of day and month that the dates themselves show; null when they show none, or both. */
export function orderIn(columns: Column[], samples: Sampled[]): Mapping["dateOrder"] {
  const shown = new Set(datesIn(columns, samples).flatMap(({ values }) => values.map(orderShownBy)));
  shown.delete(null);
  const [only] = shown;
  return shown.size === 1 ? (only ?? null) : null;
}

export type Question = { code: "date_order" | "words"; message: string; column: number | null };

/** What somebody has to decide before the file can be read. */
export function questionsOf({ columns, dateOrder }: Mapping, samples: Sampled[]): Question[] {
  const questions: Question[] = [];
  if (!columns.some(({ field }) => field === "title" || field === "body")) {
    questions.push({ code: "words", message: "Say which column is the title or the text.", column: null });
  }
  const unsure = dateOrder
    ? undefined
    : datesIn(columns, samples).find(({ values }) =>
        values.some((value) => {
          const read = readInstant(value, null);
          return "problem" in read && read.problem === "ambiguous";
        }),
      );
  if (unsure) {
    const message = "Say whether the day or the month comes first: 1/2/2023 may be two days.";
    questions.push({ code: "date_order", message, column: unsure.column.index });
  }
  return questions;
}

/** UTF-8 that was taken for windows-1252 and converted again: Ã¤ for ä, â€™ for an apostrophe. No language writes that. */
function looksConvertedTwice(text: string): boolean {
  return /[ÃÂ][\u0080-\u00bf\u2018-\u203a\u20ac\u0152-\u017e\u02c6\u02dc]|â€[\u0080-\u00bf\u2018-\u203a™œ]/.test(text);
}

/** Whether JSON holds records as `throughline` has them: then nothing has to be mapped. */
export async function isThroughline(bytes: Buffer, shape: "lines" | "array"): Promise<boolean> {
  const records = (await recordsIn(bytes, shape, null)).slice(0, 20);
  return records.length > 0 && records.every((record) => feedbackRecord.safeParse(record).success);
}

/** How JSON holds its records; null when it is no JSON. */
export type JsonShape = { shape: "lines" | "array"; recordsAt: Mapping["recordsAt"] };

export function jsonShapeOf({ bytes, isWhole }: Head): JsonShape | null {
  const first = firstByte(bytes);
  const text = bytes
    .toString("utf8", 0, 4_096)
    .replace(/^\ufeff/, "")
    .trimStart();
  if (first === 0x5b) return /^\[\s*(?:\{|\]|$)/.test(text) ? { shape: "array", recordsAt: null } : null;
  if (first !== 0x7b || !/^\{\s*(?:"|\})/.test(text)) return null;
  const end = bytes.indexOf(0x0a);
  const isLines = end >= 0 && isObject(bytes.subarray(0, end)) && (!isWhole || !isBlank(bytes.subarray(end)));
  const inside = isLines ? null : recordsInside(bytes);
  return inside
    ? { shape: "array", recordsAt: { at: inside.at, line: inside.line } }
    : { shape: "lines", recordsAt: null };
}

const isBlank = (bytes: Buffer): boolean => bytes.toString("latin1").trim() === "";

function isObject(bytes: Buffer): boolean {
  try {
    return typeof JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, "")) === "object";
  } catch {
    return false;
  }
}

import { isUtf8 } from "node:buffer";
import { fieldProblems } from "#lib/core/problems.ts";
import { feedbackRecord } from "#lib/feedback/schema.ts";
import { rows } from "./csv/records.ts";
import { isTooDeep } from "./json/depth.ts";
import { flatten } from "./json/flatten.ts";
import { extraName } from "./mapping/guess.ts";
import { type Column, type Mapping, reportKey } from "./mapping/mapping.ts";
import { type Cell, recordOf } from "./mapping/record.ts";
import { storable } from "./mapping/values.ts";
import type { WarningCode } from "./mapping/warnings.ts";
import type { Item } from "./read.ts";
import { type Piece, type Place, type Shape, type Slice, split } from "./split.ts";

/** How a file is cut into records, and what each of them becomes. */
export type Reading = { shape: Shape; mapping: Mapping | null; source: string | null };

export function slicesOf(
  { shape, mapping }: Reading,
  pieces: AsyncIterable<Piece>,
  from: Place,
): AsyncGenerator<Slice> {
  if (shape !== "csv") {
    const inside = mapping?.recordsAt;
    if (!inside) return split(pieces, shape, from);
    const first = from.at === 0 ? { ...from, offset: inside.at, at: inside.at, line: inside.line } : from;
    return split(pieces, shape, first, { isEnclosed: true });
  }
  if (!mapping?.encoding || !mapping.delimiter) throw new Error("CSV without a dialect");
  const { encoding, delimiter, hasHeader } = mapping;
  return rows(pieces, { encoding, delimiter, hasHeader }, from);
}

/** One record of the file: ready to be written, or rejected with its problems. */
export function itemOf(reading: Reading, slice: Slice): Item {
  const { row, line, bytes, start, end, problem } = slice;
  const common = { row, line, end, bytes: bytes ?? start ?? Buffer.alloc(0) };
  const rejected = (code: string, message: string): Item => ({ ...common, problems: [{ pointer: "", code, message }] });
  if (problem) return rejected(problem.code, problem.message);
  if (!bytes) return rejected("too_long", "is longer than a record may be (4 MB)");
  if (slice.cells) return { ...common, ...rowOf(reading, slice.cells) };
  if (!isUtf8(bytes)) return rejected("invalid_utf8", "is not UTF-8");
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return rejected("invalid_json", "is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return rejected("invalid_type", "must be an object");
  }
  if (reportKey in value) delete value[reportKey];
  return { ...common, ...(reading.mapping ? objectOf(reading, reading.mapping, value) : ownRecord(reading, value)) };
}

type Result = Pick<Item, "warnings"> &
  ({ record: NonNullable<Item["record"]> } | { problems: NonNullable<Item["problems"]> });

const tooDeep: Result = { problems: [{ pointer: "", code: "too_deep", message: "is nested too deeply" }] };

function rowOf({ mapping, source }: Reading, cells: string[]): Result {
  if (!mapping) throw new Error("CSV without a mapping");
  const width = mapping.columns.length;
  // A delimiter too many at the end is Excel's.
  const isWide = cells.length > width && cells.slice(width).some((cell) => cell.trim() !== "");
  if (cells.length < width || isWide) {
    const message = `has ${cells.length} cells where the file has ${width} columns`;
    return { problems: [{ pointer: "", code: "wrong_cell_count", message }] };
  }
  return recordOf(cells, mapping, source);
}

/** Keys that the beginning of the file did not have go into the extra fields, as those do that nobody mapped. */
function objectOf({ source }: Reading, mapping: Mapping, value: object): Result {
  if (isTooDeep(value)) return tooDeep;
  const flat = flatten(value);
  const cells: (Cell | undefined)[] = [];
  for (const { index, name } of mapping.columns) {
    cells[index] = flat.get(name ?? "");
    flat.delete(name ?? "");
  }
  const more = [...flat].map(([name, cell]): Column => {
    const index = cells.push(cell) - 1;
    return { index, name, field: `fields.${extraName(name, index)}` };
  });
  return recordOf(cells, { ...mapping, columns: [...mapping.columns, ...more] }, source);
}

/** A record as `throughline` has it. */
function ownRecord({ source }: Reading, value: object): Result {
  const given = source === null || "source" in value ? value : { source, ...value };
  const parsed = feedbackRecord.safeParse(given);
  if (parsed.success) return { record: parsed.data };
  if (isTooDeep(given)) return tooDeep;
  const warnings = new Set<WarningCode>();
  const again = feedbackRecord.safeParse(cleaned(given, warnings));
  if (again.success) return { record: again.data, warnings: [...warnings] };
  return { problems: fieldProblems(again.error), warnings: [...warnings] };
}

/** The same without what PostgreSQL cannot store. */
function cleaned(value: unknown, warnings: Set<WarningCode>): unknown {
  if (typeof value === "string") {
    const clean = storable(value);
    if (clean.length !== value.length) warnings.add("characters_removed");
    return clean;
  }
  if (Array.isArray(value)) return value.map((item) => cleaned(item, warnings));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [cleaned(key, warnings), cleaned(inner, warnings)]),
  );
}

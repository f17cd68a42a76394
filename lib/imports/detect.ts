import { badRequest, invalid } from "#lib/core/errors.ts";
import type { Shape } from "./split.ts";

const otherTypes = new Set(["application/json", "text/csv", "application/octet-stream"]);
const lineTypes = new Set(["application/x-ndjson", "application/jsonl", "application/x-jsonlines"]);

/** What a file is read as, whatever it was sent as. */
export const shapeTypes: Record<Shape, string> = {
  lines: "application/x-ndjson",
  array: "application/json",
  csv: "text/csv",
};

/** The media type without its parameters. Throws bad_request for one that holds no records. */
export function mediaType(contentType: string | undefined): string {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (lineTypes.has(type) || otherTypes.has(type)) return type;
  throw badRequest(
    "Content-Type must be application/x-ndjson, application/json, text/csv or application/octet-stream.",
  );
}

/** The first byte that is neither white space nor part of a byte order mark; null while there is none. */
export function firstByte(bytes: Uint8Array): number | null {
  return bytes.find((byte) => byte > 32 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) ?? null;
}

/** Lines or one array, by what the file begins with. Throws invalid when it is neither. */
export function shapeOf(type: string, first: number | null): "lines" | "array" {
  if (first === 0x5b) return "array";
  if (lineTypes.has(type)) return "lines";
  if (type === "application/octet-stream" && (first === null || first === 0x7b)) return "lines";
  const problem = "must be a JSON array of records, or NDJSON sent as application/x-ndjson";
  throw invalid("", "unknown_shape", problem);
}

export const shapeTyped = (contentType: string): Shape =>
  contentType === shapeTypes.csv ? "csv" : contentType === shapeTypes.array ? "array" : "lines";

import type { Cell } from "../mapping/record.ts";
import { storable } from "../mapping/values.ts";

/** Deeper than this, or more than this of one record, is kept as it stands in the file. */
const deepest = 4;
const mostKeys = 500;

/** What an object of a list is called: `{"name": "export", "id": 7}` is “export”. */
const labels = ["name", "label", "title", "value", "tag", "text", "email"];

function labelOf(item: unknown): string | null {
  if (typeof item === "string" || typeof item === "number" || typeof item === "boolean") return String(item);
  if (typeof item !== "object" || item === null) return null;
  const found = labels.map((key) => (item as Record<string, unknown>)[key]).find((value) => typeof value === "string");
  return typeof found === "string" ? found : null;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  const named = value.map(labelOf);
  return named.every((name) => name !== null) ? named : JSON.stringify(value);
}

/** A JSON record as columns: each value under its path, `user.email`, without what PostgreSQL does not take in it. */
export function flatten(record: object): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const walk = (value: object, path: string, depth: number) => {
    for (const [key, inner] of Object.entries(value)) {
      const name = path === "" ? storable(key) : `${path}.${storable(key)}`;
      if (cells.size >= mostKeys) return;
      const isInner = typeof inner === "object" && inner !== null && !Array.isArray(inner);
      if (isInner && depth < deepest) walk(inner, name, depth + 1);
      else cells.set(name, cellOf(inner));
    }
  };
  walk(record, "", 1);
  return cells;
}

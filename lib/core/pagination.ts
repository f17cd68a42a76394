import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { invalid } from "./errors.ts";

/** Keyset pages: a cursor holds the sort values of the last row seen, so rows that come and go shift nothing. */

export const defaultLimit = 50;

type Key = {
  column: SQLWrapper;
  direction: "asc" | "desc";
  cast: "timestamptz" | "date" | "uuid" | "text" | "numeric" | "bigint" | "float8";
};

/** Makes an opaque cursor of the last row's sort values. */
export const encodeCursor = (values: (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

/** What a list says of a cursor that it did not give, or gave for something that is gone. */
export const notOurs = () => invalid("/cursor", "invalid_cursor", "must be a cursor that this list gave");

/** Reads a cursor of `length` values; a tampered one is the caller's mistake (422). */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(values) && values.length === length && values.every(isPlain)) return values;
  } catch {
    // Falls through: not a cursor of ours.
  }
  throw notOurs();
}

const isPlain = (value: unknown): value is string | number =>
  (typeof value === "string" && value.length <= 500 && !value.includes("\u0000")) ||
  (typeof value === "number" && Number.isFinite(value));

/** An instant in the form that PostgreSQL wrote, and one that exists: there is no year 0 and no 30 February. */
const isInstant = (text: string) =>
  /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text.slice(0, 19));

/** A day that exists, in the form that PostgreSQL wrote. */
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && isInstant(`${text}T00:00:00Z`);

const checks: Record<Key["cast"], (value: string | number) => boolean> = {
  timestamptz: (v) => typeof v === "string" && isInstant(v),
  date: (v) => typeof v === "string" && isDay(v),
  uuid: (v) => typeof v === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(v),
  text: (v) => typeof v === "string",
  numeric: (v) => typeof v === "number",
  float8: (v) => typeof v === "number",
  bigint: (v) => /^-?\d{1,15}$/.test(String(v)),
};

/**
 * A keyset over columns that are never null and, together, unique (the last one is the id).
 * `after` is the condition "behind this cursor", `order` the matching ORDER BY, `next` the cursor of a page.
 */
export function keyset(keys: Key[]) {
  const uniform = keys.every((key) => key.direction === keys[0]?.direction);
  return {
    order: sql.join(
      keys.map((key) => (key.direction === "asc" ? sql`${key.column} asc` : sql`${key.column} desc`)),
      sql`, `,
    ),
    after(cursor: string | undefined): SQL | undefined {
      if (cursor === undefined) return undefined;
      const values = decodeCursor(cursor, keys.length);
      for (const [i, key] of keys.entries()) {
        if (!checks[key.cast](values[i] ?? "")) {
          throw notOurs();
        }
      }
      const value = (i: number) => sql`${values[i]}::${sql.raw(keys[i]?.cast ?? "text")}`;
      if (uniform) {
        const columns = sql.join(
          keys.map((key) => sql`${key.column}`),
          sql`, `,
        );
        const given = sql.join(
          keys.map((_, i) => value(i)),
          sql`, `,
        );
        return keys[0]?.direction === "asc" ? sql`(${columns}) > (${given})` : sql`(${columns}) < (${given})`;
      }
      const branches = keys.map((key, i) => {
        const equal = keys.slice(0, i).map((before, j) => sql`${before.column} = ${value(j)}`);
        const beyond = key.direction === "asc" ? sql`${key.column} > ${value(i)}` : sql`${key.column} < ${value(i)}`;
        return sql`(${sql.join([...equal, beyond], sql` and `)})`;
      });
      return sql`(${sql.join(branches, sql` or `)})`;
    },
  };
}

/** Cuts the one row too many that tells whether there is a next page. Read `limit + 1` rows. */
export function paged<Row, Out>(
  rows: Row[],
  limit: number,
  out: (row: Row) => Out,
  sortValues: (row: Row) => (string | number)[],
): { data: Out[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    data: kept.map(out),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(sortValues(last)) : null,
  };
}

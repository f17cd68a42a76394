import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { customType, integer, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Longest texts, in characters. The zod schemas must not allow more than what is stated here. */
export const limits = {
  tag: 100,
  tags: 100,
  key: 100,
  name: 300,
  email: 320,
  title: 1_000,
  url: 4_000,
  note: 20_000,
  longText: 200_000,
  body: 1_000_000,
} as const;

/** Milliseconds, as JavaScript has them: a cursor made from a Date then meets exactly the stored instant. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const workspaceId = () => uuid("workspace_id").notNull();

/** What every record has that can be changed: `version` is its ETag. */
export const changeable = () => ({
  version: integer("version").notNull().default(1),
  createdAt: instant("created_at").notNull().defaultNow(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const deletable = () => ({ deletedAt: instant("deleted_at") });

export const actorKinds = ["member", "key", "system"] as const;
export type ActorKind = (typeof actorKinds)[number];

/** Who did it: a user's or a key's id, null for the system itself. */
export const byActor = <Name extends string>(name: Name) => ({
  id: uuid(name),
  kind: text(`${name}_kind`, { enum: actorKinds }).notNull().default("member"),
});

/** Sorts by byte, as fractional keys need it, whatever the database's locale. */
export const byteOrderedText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text COLLATE "C"',
});

export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });

export const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => "tsvector" });

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

export const oneOf = (column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;

export const atMost = (column: SQLWrapper, most: number): SQL =>
  sql`char_length(${column}) <= ${sql.raw(String(most))}`;

/** Holds at least one character that is not a space. */
export const filled = (column: SQLWrapper, most: number): SQL =>
  sql`${column} ~ '\\S' and char_length(${column}) <= ${sql.raw(String(most))}`;

export const within = (column: SQLWrapper, least: number, most: number): SQL =>
  sql`${column} between ${sql.raw(String(least))} and ${sql.raw(String(most))}`;

/** Not NaN and not infinite: PostgreSQL sorts NaN above infinity. */
export const finite = (column: SQLWrapper): SQL => sql`${column} > '-Infinity' and ${column} < 'Infinity'`;

export const tagsFit = (column: SQLWrapper): SQL =>
  sql`cardinality(${column}) <= ${sql.raw(String(limits.tags))} and array_position(${column}, null) is null`;

/** An object of at most 64 kB of text: `fields`, scores' inputs and the like. */
export const smallObject = (column: SQLWrapper): SQL =>
  sql`jsonb_typeof(${column}) = 'object' and pg_column_size(${column}) <= 65536`;

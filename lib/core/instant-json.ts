import { type SQL, sql } from "drizzle-orm";

/** An instant in an answer has one form, JavaScript's own: in UTC, with three digits of a second, `2026-03-01T09:30:00.000Z`. */

/** An instant inside JSON that PostgreSQL makes, in that form; its own way ends in `+00:00`. Null stays null. */
export const instantJson = (at: SQL): SQL => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

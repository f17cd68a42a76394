import { type SQL, sql } from "drizzle-orm";

/** An instant inside JSON, written as answers write it; PostgreSQL's own way ends in `+00:00`. Null stays null. */
export const instantJson = (at: SQL): SQL => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

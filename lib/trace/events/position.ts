import { type SQL, sql } from "drizzle-orm";
import { invalid } from "#lib/core/errors.ts";
import { decodeCursor, encodeCursor } from "#lib/core/pagination.ts";

/**
 * A place in the history: the writing transaction and the event's id. Ids alone are no place, since they are made before
 * commit; transaction ids rise, and below the oldest one that still runs nothing can appear any more.
 */
export type Position = { xid: string; id: string };

export const cursorOf = ({ xid, id }: Position): string => encodeCursor([xid, id]);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a cursor; one that this list did not give is the caller's mistake (422). */
export function positionOf(cursor: string): Position {
  const wrong = () => invalid("/after", "invalid_cursor", "must be a cursor that this list gave");
  let values: (string | number)[];
  try {
    values = decodeCursor(cursor, 2);
  } catch {
    throw wrong();
  }
  const [xid, id] = values;
  if (typeof xid !== "string" || !/^\d{1,19}$/.test(xid) || typeof id !== "string" || !uuid.test(id)) throw wrong();
  return { xid, id };
}

/** The condition "behind this place" for events `e`, in the order of reading. */
export function beyond(after: string | undefined, order: "asc" | "desc"): SQL {
  if (after === undefined) return sql`true`;
  const { xid, id } = positionOf(after);
  const place = sql`(${xid}::text::xid8, ${id}::uuid)`;
  return order === "asc" ? sql`(e.xid, e.id) > ${place}` : sql`(e.xid, e.id) < ${place}`;
}

/** The condition "nothing can appear before this event any more" for events `e`. */
export const settled: SQL = sql`e.xid < pg_snapshot_xmin(pg_current_snapshot())`;

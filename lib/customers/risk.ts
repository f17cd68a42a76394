import { type SQL, sql } from "drizzle-orm";
import type { ActorWorkspace } from "#lib/core/actor.ts";

/**
 * Whether the ARR of the company `c`, an alias of `companies` in the query around it, is at risk. What that means is told by
 * the database's function `company_is_at_risk` alone; the job `companies.judge` asks it again when the day has turned.
 */
export const atRisk: SQL = sql`c.at_risk`;

/** Whether the company `c` renews within `days` from today, today included, by the workspace's own calendar. */
export const renewsWithin = ({ timeZone }: ActorWorkspace, days: number): SQL => {
  const today = sql`(now() at time zone ${timeZone})::date`;
  return sql`c.renews_on between ${today} and ${today} + ${days}::int`;
};

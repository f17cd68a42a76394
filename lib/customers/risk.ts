import { type SQL, sql } from "drizzle-orm";
import type { ActorWorkspace } from "#lib/core/actor.ts";

/** A renewal this near, in days, puts a customer's ARR at risk. */
export const renewalNearDays = 90;
/** Health below this, of 100, puts a customer's ARR at risk. */
export const healthLow = 40;

/** Today in the workspace's time zone, as a `date`. */
export const today = ({ timeZone }: ActorWorkspace): SQL => sql`(now() at time zone ${timeZone})::date`;

/** Whether the company `c` renews within `days` from today, today included. */
export const renewsWithin = (workspace: ActorWorkspace, days: number): SQL =>
  sql`c.renews_on between ${today(workspace)} and ${today(workspace)} + ${days}::int`;

/**
 * Whether the ARR of the company `c` is at risk: it is a customer (or nobody said what it is) that renews within
 * `renewalNearDays` from today, today included, or whose health is below `healthLow`. What a churned company paid is lost,
 * not at risk. The one definition; `c` is an alias of `companies` in the query around it. Null counts as no.
 */
export const atRisk = (workspace: ActorWorkspace): SQL => sql`(
  coalesce(c.lifecycle, 'customer') = 'customer' and (
    c.health < ${healthLow}::int or ${renewsWithin(workspace, renewalNearDays)}))`;

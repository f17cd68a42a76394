import { type SQL, sql } from "drizzle-orm";
import type { ActorWorkspace } from "#lib/core/actor.ts";

/** A renewal this near, in days, puts a customer's ARR at risk. */
export const renewalNearDays = 90;
/** Health below this, of 100, puts a customer's ARR at risk. */
export const healthLow = 40;

/** Today in the workspace's time zone, as a `date`. */
export const today = ({ timeZone }: ActorWorkspace): SQL => sql`(now() at time zone ${timeZone})::date`;

/**
 * Whether the ARR of the company `c` is at risk: it is a customer (or nobody said what it is) that renews within
 * `renewalNearDays` from today, today included, or whose health is below `healthLow`. What a churned company paid is lost,
 * not at risk. The one definition; `c` is an alias of `companies` in the query around it.
 */
export const atRisk = (workspace: ActorWorkspace): SQL => sql`(
  coalesce(c.lifecycle, 'customer') = 'customer' and (
    c.health < ${healthLow}::int
    or c.renews_on between ${today(workspace)} and ${today(workspace)} + ${renewalNearDays}::int))`;

/**
 * The demand of the idea with the id `idea`, one row: feedback, companies, arr, at_risk_arr, last_at. Evidence is summed up
 * already (one row per company); what depends on companies and on today is joined here. Deleted companies do not count.
 */
export const demandOf = (workspace: ActorWorkspace, idea: SQL): SQL => sql`
  select coalesce(sum(d.feedback_count), 0) as feedback, count(c.id) as companies, coalesce(sum(c.arr), 0) as arr,
    coalesce(sum(c.arr) filter (where ${atRisk(workspace)}), 0) as at_risk_arr, max(d.last_at) as last_at
  from idea_demand d
  left join companies c on c.workspace_id = d.workspace_id and c.id = d.company_id and c.deleted_at is null
  where d.workspace_id = ${workspace.id}::uuid and d.idea_id = ${idea}`;

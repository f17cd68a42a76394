import { type SQL, sql } from "drizzle-orm";
import type { ActorWorkspace } from "#lib/core/actor.ts";
import { atRisk } from "#lib/customers/risk.ts";

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

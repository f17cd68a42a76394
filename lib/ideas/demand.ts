import { type SQL, sql } from "drizzle-orm";

/**
 * The demand of the idea with the id `idea` in the workspace with the id `own`, one row: feedback, companies, arr,
 * at_risk_arr, last_at. The sums stand in the idea's totals; when it was last said is the end of an index. Deleted companies
 * do not count.
 */
export const demandOf = (own: SQL, idea: SQL): SQL => sql`
  select t.feedback, t.companies, round(t.arr_cents / 100.0, 2) as arr, round(t.at_risk_cents / 100.0, 2) as at_risk_arr,
    (select e.occurred_at from evidence e where e.workspace_id = ${own} and e.idea_id = ${idea} and e.counted
      order by e.occurred_at desc limit 1) as last_at
  from idea_totals t where t.workspace_id = ${own} and t.idea_id = ${idea}`;

/**
 * The ARR of the largest company in that demand, one row: largest_arr. It looks at each of them, so it is for one idea and
 * not for a list.
 */
export const largestArrOf = (own: SQL, idea: SQL): SQL => sql`
  select coalesce(max(c.arr), 0) as largest_arr from idea_demand d
  join companies c on c.workspace_id = ${own} and c.id = d.company_id and c.deleted_at is null
  where d.workspace_id = ${own} and d.idea_id = ${idea}`;

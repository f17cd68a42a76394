import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { query } from "#lib/core/operation.ts";
import type { Permission } from "#lib/core/permissions.ts";

/** Each is counted to 100 at most: theirs or nobody's, and only what they may see to. */
const waitingOut = z.object({
  /** Bets whose day has passed without a verdict. */
  outcomes: z.int(),
  /** Key results whose metric had no value for longer than it should. */
  keyResults: z.int(),
  /** Files whose columns have to be looked at. */
  imports: z.int(),
});

const most = 100;

/** What waits for somebody beside the inbox. */
export const whatWaits = query({
  name: "trace.waiting",
  needs: "read",
  input: z.strictObject({}),
  output: waitingOut,
  async run({ tx, actor, now }) {
    const own = sql`${actor.workspace.id}::uuid`;
    const me = sql`${actor.kind === "member" ? actor.id : null}::uuid`;
    const today = sql`(${now.toISOString()}::timestamptz at time zone ${actor.workspace.timeZone})::date`;
    const count = (needs: Permission, from: SQL) =>
      actor.permissions.has(needs) ? sql`(select count(*) from (select ${from} limit ${most}) n)` : sql`0`;
    // `limit 1` keeps these look-ups of one row: else all cards and metrics are read for each.
    const outcomes = sql`from outcomes o
      cross join lateral (select i.owner_id from initiatives i
        where i.workspace_id = ${own} and i.id = o.initiative_id and i.deleted_at is null and i.state = 'open' limit 1) i
      where o.workspace_id = ${own} and o.deleted_at is null and o.verdict is null and o.due_on < ${today}
        and (i.owner_id is null or i.owner_id = ${me})`;
    const keyResults = sql`from key_results k
      cross join lateral (select o.owner_id from objectives o
        where o.workspace_id = ${own} and o.id = k.objective_id and o.deleted_at is null and o.state = 'open' limit 1) o
      cross join lateral (select m.owner_id, m.cadence_days from metrics m
        where m.workspace_id = ${own} and m.id = k.metric_id and m.cadence_days is not null limit 1) m
      left join lateral (select p.at from metric_points p
        where p.workspace_id = ${own} and p.metric_id = k.metric_id order by p.at desc limit 1) p on true
      where k.workspace_id = ${own} and k.deleted_at is null and k.metric_id is not null
        and case when m.owner_id is not null then m.owner_id = ${me} else o.owner_id is null or o.owner_id = ${me} end
        and (p.at is null or p.at < ${now.toISOString()}::timestamptz - make_interval(days => m.cadence_days))`;
    const imports = sql`from imports r
      where r.workspace_id = ${own} and r.state = 'needs_mapping' and (r.created_by_kind <> 'member' or r.created_by = ${me})`;
    const [waiting] = await tx.execute<z.output<typeof waitingOut>>(sql`
      select ${count("roadmap:write", outcomes)} as outcomes, ${count("strategy:write", keyResults)} as "keyResults",
        ${count("feedback:import", imports)} as imports`);
    if (!waiting) throw new Error("a question has an answer");
    return waiting;
  },
});

import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { authorJson } from "#lib/ideas/author.ts";
import { instantJson } from "#lib/ideas/json.ts";
import { newestValues, type RawValue, seriesOf } from "#lib/metrics/series.ts";
import { among, creatorJson, isAmong, linksJson, most, type Some, some } from "./node.ts";
import type { Reach } from "./reach.ts";
import type { trace, tracedInitiative, tracedKeyResult, tracedObjective, tracedOutcome } from "./schema.ts";

/** The other side of the chain: what was done, what for, and what came of it. */

type Trace = z.input<typeof trace>;
type Initiative = z.input<typeof tracedInitiative>;
type Objective = z.input<typeof tracedObjective>;
type KeyResult = z.input<typeof tracedKeyResult>;
type Outcome = z.input<typeof tracedOutcome>;

/** The initiatives of the chain as they stand on the board, set-aside ones last, with their entries into horizons. */
export async function initiativesOf(tx: Tx, workspaceId: string, { initiatives }: Reach): Promise<Some<Initiative>> {
  const own = sql`${workspaceId}::uuid`;
  const order = sql`n.state = 'set_aside', array_position(array['now', 'next', 'later', 'done'], n.horizon), n.position, n.id`;
  const rows = await tx.execute<Initiative & { total: number }>(sql`
    with page as materialized (
      select n.*, count(*) over () as total from initiatives n
      where n.workspace_id = ${own} and n.id ${isAmong(initiatives)} order by ${order} limit ${most})
    select n.total, n.id, n.number, n.title, n.horizon, n.state, (
      select jsonb_build_object('count', count(*), 'data', coalesce(jsonb_agg(jsonb_build_object(
        'from', m.origin, 'to', m.target, 'at', ${instantJson(sql`m.at`)}, 'reason', m.reason,
        'by', ${authorJson(workspaceId, sql`m.actor_kind`, sql`(case when m.actor_kind <> 'system' then m.actor_id end)::uuid`)})
        order by m.xid desc, m.id desc) filter (where m.place <= ${most}), '[]'))
      from (
        select e.*, e.before->>'horizon' as origin, e.after->>'horizon' as target,
          row_number() over (order by e.xid desc, e.id desc) as place
        from events e
        where e.workspace_id = ${own} and e.subject_type = 'initiative' and e.subject_id = n.id
          and e.action in ('initiative.created', 'initiative.moved') and e.after->>'horizon' is not null
          and (e.before->>'horizon') is distinct from (e.after->>'horizon')) m) as moves
    from page n order by ${order}`);
  return some(rows);
}

export async function objectivesOf(
  tx: Tx,
  workspaceId: string,
  { objectives }: Reach,
  shown: string[],
): Promise<Some<Objective>> {
  return some(
    await tx.execute<Objective & { total: number }>(sql`
      select count(*) over () as total, o.id, o.title, o.state,
        ${linksJson(workspaceId, "initiative_objectives", sql`l.objective_id = o.id`, shown)} as links
      from objectives o
      where o.workspace_id = ${workspaceId}::uuid and o.id ${isAmong(objectives)}
      order by o.state desc, o.created_at, o.id limit ${most}`),
  );
}

export async function keyResultsOf(
  tx: Tx,
  workspaceId: string,
  { keyResults }: Reach,
  shown: string[],
): Promise<Some<KeyResult>> {
  return some(
    await tx.execute<KeyResult & { total: number }>(sql`
      select count(*) over () as total, k.id, k.objective_id as "objectiveId", k.title, k.kind, k.metric_id as "metricId",
        k.start, k.target, k.due_on::text as "dueOn", k.created_at as "createdAt",
        ${creatorJson(workspaceId, "keyResult", sql`k.id`)} as "createdBy",
        ${linksJson(workspaceId, "initiative_key_results", sql`l.key_result_id = k.id`, shown)} as links
      from key_results k where k.workspace_id = ${workspaceId}::uuid and k.id ${isAmong(keyResults)}
      order by k.created_at, k.id limit ${most}`),
  );
}

/** The bets of the initiatives, those measured first. */
export async function outcomesOf(
  tx: Tx,
  workspaceId: string,
  { initiatives, outcomes }: Reach,
): Promise<Some<Outcome>> {
  return some(
    await tx.execute<Outcome & { total: number }>(sql`
      select count(*) over () as total, o.id, o.initiative_id as "initiativeId", o.metric_id as "metricId", o.baseline,
        o.expected, o.confidence, o.due_on::text as "dueOn", o.created_at as "createdAt",
        ${creatorJson(workspaceId, "outcome", sql`o.id`)} as "createdBy", o.actual, o.verdict, o.reason,
        o.learning, o.next_action as "nextAction", o.reviewed_at as "reviewedAt",
        case when o.reviewed_at is not null
          then ${authorJson(workspaceId, sql`o.reviewed_by_kind`, sql`o.reviewed_by`)} end as "reviewedBy"
      from outcomes o
      where o.workspace_id = ${workspaceId}::uuid and o.deleted_at is null and ${outcomes} and o.initiative_id ${isAmong(initiatives)}
      order by o.reviewed_at desc nulls last, o.created_at desc, o.id limit ${most}`),
  );
}

type MetricRow = Omit<Trace["metrics"][number], "latest" | "series"> & { newest: RawValue[] | null };

export async function metricsOf(tx: Tx, workspaceId: string, ids: string[]): Promise<Trace["metrics"]> {
  const own = sql`${workspaceId}::uuid`;
  const rows = await tx.execute<MetricRow>(sql`
    select m.id, m.key, m.name, m.unit, m.direction, ${newestValues(own, sql`m.id`)} as newest
    from metrics m where m.workspace_id = ${own} and m.id in ${among(ids)} order by m.key`);
  return rows.map(({ newest, ...metric }) => ({ ...metric, ...seriesOf(newest) }));
}

/** When and why records of the chain were set aside, the newest first. */
export async function decisionsOf(tx: Tx, workspaceId: string, ids: string[]): Promise<Trace["decisions"]> {
  return some(
    await tx.execute<Trace["decisions"]["data"][number] & { total: number }>(sql`
      select count(*) over () as total, jsonb_build_object('type', d.subject_type, 'id', d.subject_id) as subject,
        d.reason, d.note, d.at, d.ended_at as "endedAt",
        ${authorJson(workspaceId, sql`d.by_kind`, sql`d.by`)} as by
      from decisions d
      where d.workspace_id = ${workspaceId}::uuid and d.subject_id in ${among(ids)}
      order by d.at desc, d.id desc limit ${most}`),
  );
}

import { type SQL, sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { authorJson } from "#lib/ideas/author.ts";
import { newestValues, type RawValue, seriesOf } from "#lib/metrics/series.ts";
import { dayIn } from "#lib/objectives/rules.ts";
import { betPace, type Horizon } from "../rules.ts";
import type { Outcome } from "../schema.ts";

type Row = Omit<Outcome, "current" | "pace"> & {
  newest: RawValue[] | null;
  cadenceDays: number | null;
  horizon: Horizon;
  horizonSince: string;
};

export type Running = {
  baseline: number | null;
  expected: number;
  dueOn: string | null;
  verdict: Outcome["verdict"];
  createdAt: string;
};
export type On = { horizon: Horizon; horizonSince: string; cadenceDays: number | null; latest: Outcome["current"] };

/** The pace of an outcome while its card is in Now and nobody judged it; null otherwise. `today` in the workspace's zone. */
export function paceNow(outcome: Running, on: On, now: Date, timeZone: string): Outcome["pace"] {
  if (on.horizon !== "now" || outcome.verdict !== null) return null;
  const begun = Math.max(Date.parse(outcome.createdAt), Date.parse(on.horizonSince));
  const { baseline, expected, dueOn } = outcome;
  const current = on.latest && { at: new Date(on.latest.at), value: on.latest.value };
  const since = dayIn(timeZone, new Date(begun));
  return betPace({ baseline, expected, dueOn, since, current, cadenceDays: on.cadenceDays }, now, dayIn(timeZone, now));
}

/** Outcomes of initiatives that exist, the oldest first, each with its metric's last value. */
export async function readOutcomes({ tx, actor, now }: Scope, where: SQL): Promise<Outcome[]> {
  const rows = await tx.execute<Row>(sql`
    select b.id, b.initiative_id as "initiativeId", b.metric_id as "metricId",
      json_build_object('id', m.id, 'key', m.key, 'name', m.name, 'unit', m.unit, 'direction', m.direction) as metric,
      b.baseline, b.expected, b.confidence, b.due_on as "dueOn", b.actual, b.verdict, b.reason, b.learning,
      b.next_action as "nextAction", b.reviewed_at as "reviewedAt",
      case when b.reviewed_at is not null then
        ${authorJson(actor.workspace.id, sql`b.reviewed_by_kind`, sql`b.reviewed_by`)} end as "reviewedBy",
      b.version, b.created_at as "createdAt", b.updated_at as "updatedAt", m.cadence_days as "cadenceDays",
      ${newestValues(sql`m.workspace_id`, sql`m.id`, 1)} as newest,
      i.horizon, i.horizon_since as "horizonSince"
    from outcomes b
    join initiatives i on i.workspace_id = b.workspace_id and i.id = b.initiative_id and i.deleted_at is null
    join metrics m on m.workspace_id = b.workspace_id and m.id = b.metric_id
    where b.workspace_id = ${actor.workspace.id} and b.deleted_at is null and ${where}
    order by b.created_at, b.id`);
  return rows.map(({ newest, cadenceDays, horizon, horizonSince, ...row }) => {
    const { latest } = seriesOf(newest);
    const on = { horizon, horizonSince, cadenceDays, latest };
    return { ...row, current: latest, pace: paceNow(row, on, now, actor.workspace.timeZone) };
  });
}

/** One outcome of an initiative as it is now; 404 when there is none. */
export async function readOutcome(scope: Scope, initiativeId: string, outcomeId: string): Promise<Outcome> {
  const [found] = await readOutcomes(scope, sql`b.initiative_id = ${initiativeId} and b.id = ${outcomeId}`);
  if (!found) throw notFound();
  return found;
}

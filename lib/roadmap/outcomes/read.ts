import { type SQL, sql } from "drizzle-orm";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
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

/** The day since when a bet runs: its card came to its horizon, or it was added later. In: instants as answers have them. */
export const runsSince = (createdAt: string, horizonSince: string, timeZone: string): string =>
  dayIn(timeZone, new Date(Math.max(Date.parse(createdAt), Date.parse(horizonSince))));

type Bet = {
  baseline: number | null;
  expected: number;
  dueOn: string | null;
  verdict: Outcome["verdict"];
  since: string;
};
type On = { horizon: Horizon; cadenceDays: number | null; latest: Outcome["current"] };

/** The pace of a bet while its card is in Now and nobody judged it; null otherwise. `today` in the workspace's zone. */
export function paceNow({ verdict, ...bet }: Bet, { horizon, cadenceDays, latest }: On, now: Date, today: string) {
  if (horizon !== "now" || verdict !== null) return null;
  const current = latest && { at: new Date(latest.at), value: latest.value };
  return betPace({ ...bet, current, cadenceDays }, now, today);
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
      ${newestValues(sql`m.workspace_id`, sql`m.id`, { most: 1 })} as newest,
      i.horizon, i.horizon_since as "horizonSince"
    from outcomes b
    join initiatives i on i.workspace_id = b.workspace_id and i.id = b.initiative_id and i.deleted_at is null
    join metrics m on m.workspace_id = b.workspace_id and m.id = b.metric_id
    where b.workspace_id = ${actor.workspace.id} and b.deleted_at is null and ${where}
    order by b.created_at, b.id`);
  const { timeZone } = actor.workspace;
  const today = dayIn(timeZone, now);
  return rows.map(({ newest, cadenceDays, horizon, horizonSince, ...row }) => {
    const { latest } = seriesOf(newest);
    const { baseline, expected, dueOn, verdict } = row;
    const bet = { baseline, expected, dueOn, verdict, since: runsSince(row.createdAt, horizonSince, timeZone) };
    return { ...row, current: latest, pace: paceNow(bet, { horizon, cadenceDays, latest }, now, today) };
  });
}

/** One outcome of an initiative as it is now; 404 when there is none. */
export async function readOutcome(scope: Scope, initiativeId: string, outcomeId: string): Promise<Outcome> {
  const [found] = await readOutcomes(scope, sql`b.initiative_id = ${initiativeId} and b.id = ${outcomeId}`);
  if (!found) throw notFound();
  return found;
}

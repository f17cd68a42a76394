import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { invalid, notFound } from "#lib/core/errors.ts";
import type { Json } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";

export type GivenPoint = { at: string; value: number; note?: string | null | undefined };
/** A stored point as an event holds it: at, value, note. */
export type HeldPoint = [string, number, string | null];
/** What a call did to the points it touched: how they were (absent: they were not), and how they are. */
export type Recording = { before: HeldPoint[]; after: HeldPoint[] };

/** So many points can be taken back; more would make an event too large to keep. */
const undoable = 1_000;
const firstYear = Date.parse("0001-01-01T00:00:00Z");
const lastYear = Date.parse("9999-12-31T23:59:59.999Z");

/** Instants to the millisecond, as they are stored; 422 for one that another point of the call has, or past year 9999. */
export function distinctPoints(points: GivenPoint[]) {
  const seen = new Map<number, number>();
  return points.map(({ at, value, note }, i) => {
    const ms = Date.parse(at);
    if (!(ms >= firstYear && ms <= lastYear))
      throw invalid(`/points/${i}/at`, "invalid_format", "must be in years 1 to 9999");
    const earlier = seen.get(ms);
    if (earlier !== undefined) {
      throw invalid(`/points/${i}/at`, "duplicate", `is the same instant as /points/${earlier}/at`);
    }
    seen.set(ms, i);
    return { at: new Date(ms).toISOString(), value, note: note ?? null, keeps: note === undefined };
  });
}

/** Locks a metric against deletion and against others who write its points; 404 when there is none. */
export async function lockSeries({ tx, actor }: Scope, where: { id: string } | { key: string }) {
  const condition = "id" in where ? sql`id = ${where.id}` : sql`key = ${where.key}`;
  const [found] = await tx.execute<{ id: string; key: string }>(sql`
    select id, key from metrics where workspace_id = ${actor.workspace.id} and ${condition} and deleted_at is null
    for no key update`);
  if (!found) throw notFound();
  return found;
}

/**
 * Writes points into a locked series: one statement, upsert by instant. A note that is left out stays as it was. Needs no
 * permission of its own, since a check-in writes a point too. Records `metric.recorded` unless nothing differs.
 */
export async function writePoints(scope: Scope, metricId: string, points: GivenPoint[]) {
  const { tx, actor, now } = scope;
  const rows = await tx.execute<{
    at: string;
    value: number;
    note: string | null;
    was: number | null;
    noted: string | null;
  }>(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(distinctPoints(points))}::jsonb)
        as g(at timestamptz, value float8, note text, keeps boolean)
    ), changed as (
      select g.at, g.value, case when g.keeps then p.note else g.note end as note, p.value as was, p.note as noted
      from given g left join metric_points p
        on p.workspace_id = ${actor.workspace.id} and p.metric_id = ${metricId} and p.at = g.at
      where p.at is null or p.value <> g.value or (not g.keeps and p.note is distinct from g.note)
    ), written as (
      insert into metric_points (workspace_id, metric_id, at, value, note, recorded_by, recorded_by_kind, recorded_at)
      select ${actor.workspace.id}::uuid, ${metricId}::uuid, at, value, note,
        ${authorId(actor)}::uuid, ${actor.kind}, ${now.toISOString()}::timestamptz
      from changed order by at
      on conflict (workspace_id, metric_id, at) do update set value = excluded.value, note = excluded.note,
        recorded_by = excluded.recorded_by, recorded_by_kind = excluded.recorded_by_kind, recorded_at = excluded.recorded_at
    )
    select * from changed order by at`);
  const before = rows.flatMap(({ at, was, noted }): HeldPoint[] => (was === null ? [] : [[at, was, noted]]));
  const after = rows.map(({ at, value, note }): HeldPoint => [at, value, note]);
  recordChange(scope, metricId, { before, after });
  return { created: after.length - before.length, corrected: before.length, unchanged: points.length - after.length };
}

/** Notes what happened to points; the values themselves only while they can be taken back. */
export function recordChange({ record }: Scope, metricId: string, { before, after }: Recording): void {
  const touched = new Set([...before, ...after].map(([at]) => at));
  const instants = [...touched].sort((a, b) => Date.parse(a) - Date.parse(b));
  const [from, to] = [instants.at(0), instants.at(-1)];
  if (from === undefined || to === undefined) return;
  const stayed = before.length + after.length - touched.size;
  const counts = { from, to, created: after.length - stayed, corrected: stayed, removed: before.length - stayed };
  const held = (values: HeldPoint[]): { values: Json } => ({ values });
  record({
    action: "metric.recorded",
    subject: { type: "metric", id: metricId },
    before: { points: before.length },
    after: { points: after.length, ...counts },
    ...(touched.size <= undoable ? { personal: { before: held(before), after: held(after) } } : {}),
  });
}

import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";

/** As many points as a sparkline shows. */
export const shownPoints = 30;

/** One value of a series as SQL gives it: milliseconds since 1970, value. */
export type RawValue = [number, number];

type Range = {
  most?: number;
  /** The last instant that counts; NULL: whichever. */
  until?: SQL;
};

/** SQL for the newest values of a metric as JSON, the newest first; null when there is none. One index range per metric. */
export const newestValues = (
  workspaceId: SQLWrapper,
  metricId: SQLWrapper,
  { most = shownPoints, until }: Range = {},
): SQL => sql`(
  select json_agg(newest.pair) from (
    select array[date_part('epoch', p.at) * 1000, p.value] as pair from metric_points p
    where p.workspace_id = ${workspaceId} and p.metric_id = ${metricId}
      ${until ? sql`and p.at <= coalesce(${until}, 'infinity')` : sql``}
    order by p.at desc limit ${sql.raw(String(most))}) newest)`;

const measured = ([ms, value]: RawValue) => ({ at: new Date(Math.round(ms)).toISOString(), value });

/** The newest values as answers carry them: the last one, and all of them with the oldest first. */
export function seriesOf(newest: RawValue[] | null) {
  const series = (newest ?? []).map(measured).reverse();
  return { latest: series.at(-1) ?? null, series };
}

/** The last value of a metric, which is held against deletion while it gets bound; 404 when there is no such metric. */
export async function lastValue({ tx, actor }: Scope, metricId: string) {
  const [row] = await tx.execute<{ newest: RawValue[] | null }>(sql`
    select ${newestValues(sql`m.workspace_id`, sql`m.id`, { most: 1 })} as newest from metrics m
    where m.workspace_id = ${actor.workspace.id} and m.id = ${metricId} and m.deleted_at is null for share of m`);
  if (!row) throw notFound();
  return seriesOf(row.newest).latest;
}

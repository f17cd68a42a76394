import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { notFound } from "#lib/core/errors.ts";
import { hasWords } from "#lib/core/has-words.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import {
  listMetricsInput,
  listPointsInput,
  type Metric,
  metric,
  metricPage,
  metricRef,
  type Point,
  pointPage,
} from "./schema.ts";
import { newestValues, type RawValue, seriesOf } from "./series.ts";

type Row = Omit<Metric, "latest" | "series"> & { newest: RawValue[] | null };

const columns = sql`m.id, m.key, m.name, m.unit, m.direction, m.class, m.definition, m.cadence_days as "cadenceDays",
  m.owner_id as "ownerId", m.version, m.created_at as "createdAt", m.updated_at as "updatedAt",
  ${newestValues(sql`m.workspace_id`, sql`m.id`)} as newest`;

const metricOf = ({ newest, ...row }: Row): Metric => ({ ...row, ...seriesOf(newest) });

const readRows = async (tx: Tx, where: SQL, rest: SQL): Promise<Row[]> =>
  (
    await tx.execute<Row>(sql`select ${columns} from metrics m where ${where} and m.deleted_at is null ${rest}`)
  ).slice();

/** One metric as it is now; 404 when there is none. */
export async function readMetric(tx: Tx, workspaceId: string, key: string): Promise<Metric> {
  const [row] = await readRows(tx, sql`m.workspace_id = ${workspaceId} and m.key = ${key}`, sql``);
  if (!row) throw notFound();
  return metricOf(row);
}

export const getMetric = query({
  name: "metric.get",
  needs: "read",
  input: metricRef,
  output: metric,
  run: ({ tx, actor }, { key }) => readMetric(tx, actor.workspace.id, key),
});

const byKey = keyset([{ column: sql`m.key`, direction: "asc", cast: "text" }]);

export const listMetrics = query({
  name: "metric.list",
  needs: "read",
  input: listMetricsInput,
  output: metricPage,
  async run({ tx, actor }, { limit = defaultLimit, cursor, q, class: classes }) {
    const where = [
      sql`m.workspace_id = ${actor.workspace.id}`,
      byKey.after(cursor),
      q === undefined ? undefined : hasWords(sql`m.name || ' ' || m.key`, q),
      classes && sql`m.class in (select jsonb_array_elements_text(${JSON.stringify(classes)}::jsonb))`,
    ].filter((condition) => condition !== undefined);
    const rows = await readRows(tx, sql.join(where, sql` and `), sql`order by ${byKey.order} limit ${limit + 1}`);
    return paged(rows, limit, metricOf, (row) => [row.key]);
  },
});

const byTime = keyset([{ column: sql`p.at`, direction: "desc", cast: "timestamptz" }]);

export const listPoints = query({
  name: "metric.points",
  needs: "read",
  input: listPointsInput,
  output: pointPage,
  async run({ tx, actor }, { key, limit = defaultLimit, cursor, from, to }) {
    const found = await tx.execute<{ id: string }>(sql`
      select id from metrics where workspace_id = ${actor.workspace.id} and key = ${key} and deleted_at is null`);
    const [owner] = found;
    if (!owner) throw notFound();
    const where = [
      sql`p.workspace_id = ${actor.workspace.id} and p.metric_id = ${owner.id}`,
      byTime.after(cursor),
      from && sql`p.at >= ${from}::timestamptz`,
      to && sql`p.at < ${to}::timestamptz`,
    ].filter((condition) => condition !== undefined);
    const rows = await tx.execute<Point>(sql`
      select p.at, p.value, p.note, p.recorded_at as "recordedAt" from metric_points p
      where ${sql.join(where, sql` and `)} order by ${byTime.order} limit ${limit + 1}`);
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.at],
    );
  },
});

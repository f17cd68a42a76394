import { type SQL, sql } from "drizzle-orm";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { newestValues, type RawValue, seriesOf, shownPoints } from "#lib/metrics/series.ts";
import { assess, type Measured } from "../assess.ts";
import { oneDecimal, paceOf } from "../rules.ts";
import {
  byId,
  type CheckIn,
  checkInPage,
  type KeyResult,
  keyResult,
  keyResultPage,
  listCheckInsInput,
  listKeyResultsInput,
} from "../schema.ts";

type Standing = { objectiveId: string } & Measured;
type Row = Omit<KeyResult, "progress" | "pace" | "series" | "stale"> & Measured & { newest: RawValue[] | null };

/** The newest values up to the objective's closing, the newest first, as `RawValue`s. */
const newest = sql`case when k.metric_id is not null then ${newestValues(sql`k.workspace_id`, sql`k.metric_id`, { until: sql`o.closed_at` })}
  else (
    select json_agg(newest.pair) from (
      select array[date_part('epoch', c.at) * 1000, c.value] as pair from check_ins c
      where c.workspace_id = k.workspace_id and c.key_result_id = k.id and c.value is not null
        and c.at <= coalesce(o.closed_at, 'infinity')
      order by c.at desc, c.id desc limit ${sql.raw(String(shownPoints))}) newest) end`;

/** Key results of objectives that exist, each with the value it stands at: one statement, however many. */
async function readRows({ tx, actor }: Scope, where: SQL, rest: SQL, series: SQL = newest): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    select k.id, k.objective_id as "objectiveId", k.title, k.kind, k.metric_id as "metricId",
      case when m.id is not null then
        json_build_object('id', m.id, 'key', m.key, 'name', m.name, 'unit', m.unit, 'direction', m.direction) end as metric,
      k.start, k.target, coalesce(p.value, c.value) as current, coalesce(p.at, c.at) as "currentAt",
      k.due_on as "dueOn", k.confidence, k.version, k.created_at as "createdAt", k.updated_at as "updatedAt",
      m.cadence_days as "cadenceDays",
      json_build_object('startsOn', o.starts_on, 'endsOn', o.ends_on, 'closedAt', o.closed_at) as objective,
      ${series} as newest
    from key_results k
    join objectives o on o.workspace_id = k.workspace_id and o.id = k.objective_id and o.deleted_at is null
    left join metrics m on m.workspace_id = k.workspace_id and m.id = k.metric_id
    left join lateral (
      select p.at, p.value from metric_points p
      where p.workspace_id = k.workspace_id and p.metric_id = k.metric_id and p.at <= coalesce(o.closed_at, 'infinity')
      order by p.at desc limit 1) p on true
    left join lateral (
      select c.at, c.value from check_ins c
      where c.workspace_id = k.workspace_id and c.key_result_id = k.id and k.metric_id is null
        and c.value is not null and c.at <= coalesce(o.closed_at, 'infinity')
      order by c.at desc, c.id desc limit 1) c on true
    where k.workspace_id = ${actor.workspace.id} and k.deleted_at is null and ${where} ${rest}`);
  return rows.slice();
}

function keyResultOf(row: Row, { now, actor }: Scope): KeyResult {
  const { progress, lead, stale } = assess(row, now, actor.workspace.timeZone);
  return { ...row, series: seriesOf(row.newest).series, progress: oneDecimal(progress), pace: paceOf(lead), stale };
}

const oldestFirst = keyset([
  { column: sql`k.created_at`, direction: "asc", cast: "timestamptz" },
  { column: sql`k.id`, direction: "asc", cast: "uuid" },
]);

const ofObjectives = (ids: string[]) =>
  sql`k.objective_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** The key results of some objectives, by objective, in the order in which they were made: one statement. */
export async function readResultsOf(scope: Scope, objectiveIds: string[]): Promise<Map<string, KeyResult[]>> {
  const rows = await readRows(scope, ofObjectives(objectiveIds), sql`order by ${oldestFirst.order}`);
  return Map.groupBy(
    rows.map((row) => keyResultOf(row, scope)),
    (result) => result.objectiveId,
  );
}

/** How the key results of some objectives stand: progress and lead by objective. */
export async function readStandings(scope: Scope, objectiveIds: string[]) {
  const rows: Standing[] = await readRows(scope, ofObjectives(objectiveIds), sql``, sql`null`);
  return Map.groupBy(
    rows.map((row) => ({ objectiveId: row.objectiveId, ...assess(row, scope.now, scope.actor.workspace.timeZone) })),
    (standing) => standing.objectiveId,
  );
}

/** One key result as it is now; 404 when there is none, or its objective is deleted. */
export async function readKeyResult(scope: Scope, id: string): Promise<KeyResult> {
  const [row] = await readRows(scope, sql`k.id = ${id}`, sql``);
  if (!row) throw notFound();
  return keyResultOf(row, scope);
}

export const getKeyResult = query({
  name: "keyResult.get",
  needs: "read",
  input: byId,
  output: keyResult,
  run: (scope, { id }) => readKeyResult(scope, id),
});

export const listKeyResults = query({
  name: "keyResult.list",
  needs: "read",
  input: listKeyResultsInput,
  output: keyResultPage,
  async run(scope, { id, limit = defaultLimit, cursor }) {
    const [objective] = await scope.tx.execute(sql`
      select from objectives where workspace_id = ${scope.actor.workspace.id} and id = ${id} and deleted_at is null`);
    if (!objective) throw notFound();
    const behind = oldestFirst.after(cursor);
    const rows = await readRows(
      scope,
      behind ? sql`k.objective_id = ${id} and ${behind}` : sql`k.objective_id = ${id}`,
      sql`order by ${oldestFirst.order} limit ${limit + 1}`,
    );
    return paged(
      rows,
      limit,
      (row) => keyResultOf(row, scope),
      (row) => [row.createdAt, row.id],
    );
  },
});

const newestFirst = keyset([
  { column: sql`c.at`, direction: "desc", cast: "timestamptz" },
  { column: sql`c.id`, direction: "desc", cast: "uuid" },
]);

/** Check-ins under a condition, with who made them. */
export async function readCheckIns({ tx, actor }: Scope, where: SQL, rest: SQL): Promise<CheckIn[]> {
  const rows = await tx.execute<CheckIn>(sql`
    select c.id, c.key_result_id as "keyResultId", c.value, c.confidence, c.comment,
      ${authorJson(actor.workspace.id, sql`c.by_kind`, sql`c.by`)} as by, c.at
    from check_ins c where c.workspace_id = ${actor.workspace.id} and ${where} ${rest}`);
  return rows.slice();
}

export const listCheckIns = query({
  name: "checkIn.list",
  needs: "read",
  input: listCheckInsInput,
  output: checkInPage,
  async run(scope, { id, limit = defaultLimit, cursor }) {
    await readKeyResult(scope, id);
    const behind = newestFirst.after(cursor);
    const rows = await readCheckIns(
      scope,
      behind ? sql`c.key_result_id = ${id} and ${behind}` : sql`c.key_result_id = ${id}`,
      sql`order by ${newestFirst.order} limit ${limit + 1}`,
    );
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.at, row.id],
    );
  },
});

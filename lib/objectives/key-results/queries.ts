import { type SQL, sql } from "drizzle-orm";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
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

type Row = Omit<KeyResult, "progress" | "pace"> & Measured;

/** Key results of objectives that exist, each with the value it stands at: one statement, however many. */
async function readRows({ tx, actor }: Scope, where: SQL, rest: SQL): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    select k.id, k.objective_id as "objectiveId", k.title, k.kind, k.metric_id as "metricId",
      case when m.id is not null then
        json_build_object('id', m.id, 'key', m.key, 'name', m.name, 'unit', m.unit, 'direction', m.direction) end as metric,
      k.start, k.target, coalesce(p.value, c.value) as current, coalesce(p.at, c.at) as "currentAt",
      k.due_on as "dueOn", k.confidence, k.version, k.created_at as "createdAt", k.updated_at as "updatedAt",
      m.cadence_days as "cadenceDays",
      json_build_object('startsOn', o.starts_on, 'endsOn', o.ends_on, 'closedAt', o.closed_at) as objective
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
  const { progress, lead } = assess(row, now, actor.workspace.timeZone);
  return { ...row, progress: oneDecimal(progress), pace: paceOf(lead) };
}

/** How the key results of some objectives stand: progress and lead by objective. */
export async function readStandings(scope: Scope, objectiveIds: string[]) {
  const rows = await readRows(
    scope,
    sql`k.objective_id in (select jsonb_array_elements_text(${JSON.stringify(objectiveIds)}::jsonb)::uuid)`,
    sql``,
  );
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

const oldestFirst = keyset([
  { column: sql`k.created_at`, direction: "asc", cast: "timestamptz" },
  { column: sql`k.id`, direction: "asc", cast: "uuid" },
]);

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

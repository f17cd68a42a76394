import { sql } from "drizzle-orm";
import { z } from "zod";
import { conflict, invalid, notFound } from "#lib/core/errors.ts";
import { changes } from "#lib/core/events.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import { lastValue } from "#lib/metrics/series.ts";
import { removeKeyResult } from "../removal.ts";
import { byId, createKeyResultInput, keyResult, type keyResultKinds, updateKeyResultInput } from "../schema.ts";
import { readKeyResult } from "./queries.ts";

const closed = () => conflict("The objective is closed; reopen it first.");
const noWay = () => invalid("/target", "no_way_to_go", "must differ from start");

/** Where a key result goes from and to; 422 with the field that is missing or wrong. */
async function wayOf(scope: Scope, metricId: string | null, start: number | undefined, target: number | undefined) {
  if (metricId === null) return { start: start ?? 0, target: target ?? 100 };
  const last = await lastValue(scope, metricId);
  if (target === undefined) throw invalid("/target", "required", "is needed to measure by a metric");
  const from = start ?? last?.value;
  if (from === undefined) throw invalid("/start", "required", "is needed, since the metric has no value yet");
  return { start: from, target };
}

export const createKeyResult = command({
  name: "keyResult.create",
  needs: "strategy:write",
  input: createKeyResultInput,
  output: keyResult,
  status: 201,
  async run(scope, { id: objectiveId, title, metricId = null, dueOn = null, confidence = null, ...given }) {
    const { tx, actor, now, record } = scope;
    const { kind = metricId ? "metric" : "milestone" } = given;
    if (kind === "metric" && !metricId) throw invalid("/metricId", "required", "is needed to measure by a metric");
    if (kind === "milestone" && metricId) throw invalid("/metricId", "unexpected", "does not go with a milestone");
    const [objective] = await tx.execute<{ state: string }>(sql`
      select state from objectives where workspace_id = ${actor.workspace.id} and id = ${objectiveId} and deleted_at is null
      for share`);
    if (!objective) throw notFound();
    if (objective.state === "closed") throw closed();
    const { start, target } = await wayOf(scope, metricId, given.start, given.target);
    if (start === target) throw noWay();
    const id = newId();
    const at = now.toISOString();
    await tx.execute(sql`
      insert into key_results (workspace_id, id, objective_id, title, kind, metric_id, start, target, due_on, confidence,
        created_at, updated_at)
      values (${actor.workspace.id}, ${id}, ${objectiveId}, ${title}, ${kind}, ${metricId}::uuid, ${start}, ${target},
        ${dueOn}::date, ${confidence}::integer, ${at}::timestamptz, ${at}::timestamptz)`);
    record({
      action: "keyResult.created",
      subject: { type: "keyResult", id },
      after: { objectiveId, kind, metricId, start, target, dueOn, confidence, version: 1 },
      personal: { after: { title } },
    });
    return readKeyResult(scope, id);
  },
});

type Held = {
  title: string;
  start: number;
  target: number;
  dueOn: string | null;
  confidence: number | null;
  kind: (typeof keyResultKinds)[number];
  metricId: string | null;
  version: number;
};

/** The key result's row, locked, its objective held open; 404 when there is none, 409 when the objective is closed. */
export async function lockKeyResult({ tx, actor }: Scope, id: string): Promise<Held> {
  const [row] = await tx.execute<Held & { state: string }>(sql`
    select k.title, k.start, k.target, k.due_on as "dueOn", k.confidence, k.kind, k.metric_id as "metricId", k.version,
      o.state
    from key_results k
    join objectives o on o.workspace_id = k.workspace_id and o.id = k.objective_id and o.deleted_at is null
    where k.workspace_id = ${actor.workspace.id} and k.id = ${id} and k.deleted_at is null
    for update of k for share of o`);
  if (!row) throw notFound();
  const { state, ...held } = row;
  if (state === "closed") throw closed();
  return held;
}

export const updateKeyResult = command({
  name: "keyResult.update",
  needs: "strategy:write",
  takesIfMatch: true,
  input: updateKeyResultInput,
  output: keyResult,
  async run(scope, { id, ...given }) {
    const { tx, actor, now, record } = scope;
    const { version, kind: _, metricId: __, ...held } = await lockKeyResult(scope, id);
    const current = () => readKeyResult(scope, id);
    await fresh(scope, version, current);
    const { title, ...plain } = { ...held, ...given };
    const texts = changes({ title: held.title }, { title });
    const facts = changes(held, plain);
    if (!texts && !facts) return current();
    if (plain.start === plain.target) throw noWay();
    await tx.execute(sql`
      update key_results set title = ${title}, start = ${plain.start}, target = ${plain.target},
        due_on = ${plain.dueOn}::date, confidence = ${plain.confidence}::integer,
        version = version + 1, updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id} and id = ${id}`);
    record({
      action: "keyResult.updated",
      subject: { type: "keyResult", id },
      before: { ...facts?.before, version },
      after: { ...facts?.after, version: version + 1 },
      ...(texts ? { personal: texts } : {}),
    });
    return current();
  },
});

export const deleteKeyResult = command({
  name: "keyResult.delete",
  needs: "strategy:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    const { version } = await lockKeyResult(scope, id);
    await fresh(scope, version, () => readKeyResult(scope, id));
    await removeKeyResult(scope, id, version);
    return {};
  },
});

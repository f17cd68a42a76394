import { sql } from "drizzle-orm";
import { z } from "zod";
import { conflict, notFound } from "#lib/core/errors.ts";
import { changes } from "#lib/core/events.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import { lockSeries, writePoints } from "./points.ts";
import { readMetric } from "./queries.ts";
import { removeMetric } from "./removal.ts";
import {
  createMetricInput,
  metric,
  metricRef,
  recordedPoints,
  recordPointsInput,
  updateMetricInput,
} from "./schema.ts";
import "./undo.ts";
import { translated } from "#lib/core/violations.ts";

const taken = () => conflict("There is a metric with this key already.");

export const createMetric = command({
  name: "metric.create",
  needs: "strategy:write",
  input: createMetricInput,
  output: metric,
  status: 201,
  async run({ tx, actor, record }, given) {
    const id = newId();
    const { key, name, unit = "number", direction = "up", class: kind = "outcome" } = given;
    const { definition = "", cadenceDays = null, ownerId = null } = given;
    await translated(
      tx.execute(sql`
        insert into metrics (workspace_id, id, key, name, unit, direction, class, definition, cadence_days, owner_id)
        values (${actor.workspace.id}, ${id}, ${key}, ${name}, ${unit}, ${direction}, ${kind}, ${definition},
          ${cadenceDays}::integer, ${ownerId}::uuid)`),
      { metrics_live_key: taken },
    );
    const after = { key, unit, direction, class: kind, cadenceDays, ownerId, version: 1 };
    record({
      action: "metric.created",
      subject: { type: "metric", id },
      after,
      personal: { after: { name, definition } },
    });
    return readMetric(tx, actor.workspace.id, key);
  },
});

type Held = {
  id: string;
  key: string;
  name: string;
  unit: string;
  direction: string;
  class: string;
  definition: string;
  cadenceDays: number | null;
  ownerId: string | null;
  version: number;
};

/** The metric's row, locked against every other change of it; 404 when there is none. */
async function lockMetric({ tx, actor }: Scope, key: string): Promise<Held> {
  const [row] = await tx.execute<Held>(sql`
    select id, key, name, unit, direction, class, definition, cadence_days as "cadenceDays", owner_id as "ownerId", version
    from metrics where workspace_id = ${actor.workspace.id} and key = ${key} and deleted_at is null for update`);
  if (!row) throw notFound();
  return row;
}

export const updateMetric = command({
  name: "metric.update",
  needs: "strategy:write",
  takesIfMatch: true,
  input: updateMetricInput,
  output: metric,
  async run(scope, { key, ...given }) {
    const { tx, actor, now, record } = scope;
    const { id, key: _, version, ...held } = await lockMetric(scope, key);
    const current = () => readMetric(tx, actor.workspace.id, key);
    await fresh(scope, version, current);
    const { name, definition, ...plain } = { ...held, ...given };
    const texts = changes({ name: held.name, definition: held.definition }, { name, definition });
    const facts = changes(held, plain);
    if (!texts && !facts) return current();
    await translated(
      tx.execute(sql`
        update metrics set name = ${name}, unit = ${plain.unit}, direction = ${plain.direction}, class = ${plain.class},
          definition = ${definition}, cadence_days = ${plain.cadenceDays}::integer, owner_id = ${plain.ownerId}::uuid,
          version = version + 1, updated_at = ${now.toISOString()}::timestamptz
        where workspace_id = ${actor.workspace.id} and id = ${id}`),
    );
    record({
      action: "metric.updated",
      subject: { type: "metric", id },
      before: { ...facts?.before, version },
      after: { ...facts?.after, version: version + 1 },
      ...(texts ? { personal: texts } : {}),
    });
    return current();
  },
});

export const deleteMetric = command({
  name: "metric.delete",
  needs: "strategy:write",
  takesIfMatch: true,
  input: metricRef,
  output: z.object({}),
  status: 204,
  async run(scope, { key }) {
    const { id, version } = await lockMetric(scope, key);
    await fresh(scope, version, () => readMetric(scope.tx, scope.actor.workspace.id, key));
    await removeMetric(scope, id, version);
    return {};
  },
});

export const recordPoints = command({
  name: "metric.record",
  needs: "metrics:ingest",
  input: recordPointsInput,
  output: recordedPoints,
  async run(scope, { key, points }) {
    const { id } = await lockSeries(scope, { key });
    const counts = await writePoints(scope, id, points);
    const { latest } = await readMetric(scope.tx, scope.actor.workspace.id, key);
    return { ...counts, latest };
  },
});

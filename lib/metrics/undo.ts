import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { undoesLife } from "#lib/core/deletion.ts";
import { conflict } from "#lib/core/errors.ts";
import { type PastEvent, undoes } from "#lib/core/undo.ts";
import { type HeldPoint, lockSeries, recordChange } from "./points.ts";
import { metricKind, removeMetric, restoreMetric } from "./removal.ts";

undoesLife(metricKind, "strategy:write", { remove: removeMetric, restore: restoreMetric });

const heldIn = (values: PastEvent["after"]): HeldPoint[] | null =>
  Array.isArray(values.values) ? (values.values as HeldPoint[]) : null;

/** Takes points back to how they were: those that were new go, those that were corrected get their value back. */
undoes("metric.recorded", {
  needs: "metrics:ingest",
  async run(scope, event) {
    const { tx, actor, now } = scope;
    const [before, after] = [heldIn(event.before), heldIn(event.after)];
    if (!before || !after) throw conflict("So many points cannot be taken back; send their values again.");
    const { id } = await lockSeries(scope, { id: event.subject.id });
    const instants = [...new Set([...before, ...after].map(([at]) => at))];
    const held = await tx.execute<{ at: string; value: number; note: string | null }>(sql`
      select p.at, p.value, p.note from metric_points p
      join jsonb_array_elements_text(${JSON.stringify(instants)}::jsonb) g(at) on p.at = g.at::timestamptz
      where p.workspace_id = ${actor.workspace.id} and p.metric_id = ${id}`);
    const known = new Map(after.map(([at, value, note]) => [at, JSON.stringify([value, note])]));
    const same = held.every(({ at, value, note }) => known.get(at) === JSON.stringify([value, note]));
    if (!same || held.length !== after.length)
      throw conflict("These points changed since, so this can no longer be undone.");
    await tx.execute(sql`
      delete from metric_points p using jsonb_array_elements_text(${JSON.stringify(instants)}::jsonb) g(at)
      where p.workspace_id = ${actor.workspace.id} and p.metric_id = ${id} and p.at = g.at::timestamptz`);
    const rows = before.map(([at, value, note]) => ({ at, value, note }));
    await tx.execute(sql`
      insert into metric_points (workspace_id, metric_id, at, value, note, recorded_by, recorded_by_kind, recorded_at)
      select ${actor.workspace.id}::uuid, ${id}::uuid, g.at, g.value, g.note,
        ${authorId(actor)}::uuid, ${actor.kind}, ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(at timestamptz, value float8, note text)`);
    recordChange(scope, id, { before: after, after: before });
  },
});

import { sql } from "drizzle-orm";
import { markDeleted } from "#lib/core/deletion.ts";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";

export const metricKind = { table: "metrics", type: "metric" } as const;

const count = (n: number, one: string) => `${n} ${one}${n === 1 ? "" : "s"}`;

/** Deletes a locked metric; 409 while something is measured by it. The lock keeps anybody new from beginning to. */
export async function removeMetric(scope: Scope, id: string, version: number): Promise<void> {
  const { tx, actor } = scope;
  const [bound] = await tx.execute<{ keyResults: number; outcomes: number }>(sql`
    select
      (select count(*)::int from key_results k
        join objectives o on o.workspace_id = k.workspace_id and o.id = k.objective_id and o.deleted_at is null
        where k.workspace_id = ${actor.workspace.id} and k.metric_id = ${id} and k.deleted_at is null) as "keyResults",
      (select count(*)::int from outcomes b
        join initiatives i on i.workspace_id = b.workspace_id and i.id = b.initiative_id and i.deleted_at is null
        where b.workspace_id = ${actor.workspace.id} and b.metric_id = ${id} and b.deleted_at is null) as outcomes`);
  const { keyResults = 0, outcomes = 0 } = bound ?? {};
  if (keyResults + outcomes > 0) {
    const by = [keyResults && count(keyResults, "key result"), outcomes && count(outcomes, "outcome")].filter(Boolean);
    throw conflict(`This still measures ${by.join(" and ")}; delete those first.`);
  }
  await markDeleted(scope, metricKind, id, version, true);
}

/** Brings a deleted metric back; 409 when another has its key by now. */
export const restoreMetric = (scope: Scope, id: string, version: number): Promise<void> =>
  translated(markDeleted(scope, metricKind, id, version, false), {
    metrics_live_key: () => conflict("Another metric has this key by now."),
  });

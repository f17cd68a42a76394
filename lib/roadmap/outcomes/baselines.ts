import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";

type Baseline = { id: string; baseline: number; version: number };

/**
 * The outcomes of a locked card that have no baseline take their metrics' last values; those without a value stay without.
 * Records `outcome.baselineTaken` for each. Called when the card enters Now.
 */
export async function takeBaselines({ tx, actor, now }: Scope, initiativeId: string): Promise<Baseline[]> {
  const taken = await tx.execute<Baseline>(sql`
    update outcomes b set baseline = p.value, version = b.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from (
      select o.id, (select p.value from metric_points p where p.workspace_id = o.workspace_id and p.metric_id = o.metric_id
        order by p.at desc limit 1) as value
      from outcomes o where o.workspace_id = ${actor.workspace.id} and o.initiative_id = ${initiativeId}
        and o.deleted_at is null and o.baseline is null and o.verdict is null
    ) p
    where b.workspace_id = ${actor.workspace.id} and b.id = p.id and p.value is not null
    returning b.id, b.baseline, b.version`);
  return taken.slice();
}

export function tellBaselines({ record }: Scope, initiativeId: string, taken: Baseline[]): void {
  for (const { id, baseline, version } of taken) {
    record({
      action: "outcome.baselineTaken",
      subject: { type: "outcome", id },
      before: { baseline: null, version: version - 1 },
      after: { initiativeId, baseline, version },
    });
  }
}

/** Takes back the baselines that a move gave, where they are still the same and nobody judged the outcome by them. */
export async function dropBaselines(scope: Scope, initiativeId: string, given: unknown): Promise<void> {
  const { tx, actor, now, record } = scope;
  const dropped = await tx.execute<Baseline>(sql`
    update outcomes b set baseline = null, version = b.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from jsonb_each(${JSON.stringify(given)}::jsonb) g(id, baseline)
    where b.workspace_id = ${actor.workspace.id} and b.initiative_id = ${initiativeId} and b.id = g.id::uuid
      and b.baseline = g.baseline::float8 and b.verdict is null and b.deleted_at is null
    returning b.id, g.baseline::float8 as baseline, b.version`);
  for (const { id, baseline, version } of dropped) {
    record({
      action: "outcome.baselineDropped",
      subject: { type: "outcome", id },
      before: { baseline, version: version - 1 },
      after: { initiativeId, baseline: null, version },
    });
  }
}

import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { lockInitiative } from "../initiatives/row.ts";
import type { Verdict } from "../rules.ts";

export type HeldOutcome = {
  metricId: string;
  metricName: string;
  version: number;
  bet: { baseline: number | null; expected: number; confidence: number | null; dueOn: string | null };
  review: { verdict: Verdict | null; actual: number | null };
  lesson: { reason: string | null; learning: string | null; nextAction: string | null };
};

/** Locks the card, then one outcome of it, so that moves and outcomes take turns; 404 when there is none. */
export async function lockOutcome(scope: Scope, initiativeId: string, outcomeId: string): Promise<HeldOutcome> {
  await lockInitiative(scope, initiativeId);
  const { tx, actor } = scope;
  const [row] = await tx.execute<
    HeldOutcome["bet"] &
      HeldOutcome["review"] &
      HeldOutcome["lesson"] &
      Pick<HeldOutcome, "metricId" | "metricName" | "version">
  >(sql`
    select b.metric_id as "metricId", m.name as "metricName", b.version, b.baseline, b.expected, b.confidence,
      b.due_on as "dueOn", b.verdict, b.actual, b.reason, b.learning, b.next_action as "nextAction"
    from outcomes b join metrics m on m.workspace_id = b.workspace_id and m.id = b.metric_id
    where b.workspace_id = ${actor.workspace.id} and b.initiative_id = ${initiativeId} and b.id = ${outcomeId}
      and b.deleted_at is null for update of b`);
  if (!row) throw notFound();
  const { metricId, metricName, version, baseline, expected, confidence, dueOn, verdict, actual, ...lesson } = row;
  return {
    metricId,
    metricName,
    version,
    bet: { baseline, expected, confidence, dueOn },
    review: { verdict, actual },
    lesson,
  };
}

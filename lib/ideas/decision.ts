import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";

/** Points a locked idea to its open decision, or away from it; the database refuses one without the other. */
export async function decide({ tx, actor, now }: Scope, id: string, decisionId: string | null): Promise<void> {
  await tx.execute(sql`
    update ideas set state = ${decisionId ? "set_aside" : "open"}, decision_id = ${decisionId}::uuid,
      version = version + 1, updated_at = ${now.toISOString()}::timestamptz
    where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`);
}

/** Ends a decision, or takes its end back. */
export async function endDecision({ tx, actor, now }: Scope, decisionId: string, ended: boolean): Promise<void> {
  await tx.execute(sql`
    update decisions set ended_at = ${ended ? now.toISOString() : null}::timestamptz
    where workspace_id = ${actor.workspace.id}::uuid and id = ${decisionId}::uuid`);
}

export type Decided = { id: string; version: number; decisionId: string; reason?: string | null };

/** Opens a locked idea that was set aside. `reason` is why. */
export async function open(scope: Scope, { id, version, decisionId, reason = null }: Decided): Promise<void> {
  await decide(scope, id, null);
  await endDecision(scope, decisionId, true);
  scope.record({
    action: "idea.reopened",
    subject: { type: "idea", id },
    before: { state: "set_aside", decisionId, version },
    after: { state: "open", version: version + 1 },
    reason,
  });
}

/** Sets a locked idea aside again, by the decision that had been ended. */
export async function setAsideAgain(scope: Scope, { id, version, decisionId, reason = null }: Decided): Promise<void> {
  await endDecision(scope, decisionId, false);
  await decide(scope, id, decisionId);
  scope.record({
    action: "idea.setAside",
    subject: { type: "idea", id },
    before: { state: "open", version },
    after: { state: "set_aside", decisionId, version: version + 1 },
    reason,
  });
}

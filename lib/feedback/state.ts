import { sql } from "drizzle-orm";
import type { Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Locked } from "./row.ts";

export type Next = {
  state: Locked["state"];
  /** The decision that sets it aside, open already; null for the other states. */
  decisionId: string | null;
  reviewNote: string | null;
};

type Told = {
  action: "feedback.reviewed" | "feedback.reopened" | "feedback.setAside";
  reason?: string | null;
  note?: string | null;
};

/** Opens a decision again that had ended, before feedback points to it once more. */
export async function reopenDecision({ tx, actor }: Scope, decisionId: string): Promise<void> {
  await tx.execute(sql`
    update decisions set ended_at = null
    where workspace_id = ${actor.workspace.id}::uuid and id = ${decisionId}::uuid`);
}

/** Brings locked feedback into another state, and notes it. The decision that held it aside ends. */
export async function bring(scope: Scope, row: Locked, next: Next, { action, reason, note }: Told): Promise<void> {
  const { tx, actor, now, record } = scope;
  const at = sql`${now.toISOString()}::timestamptz`;
  const own = sql`workspace_id = ${actor.workspace.id}::uuid`;
  await tx.execute(sql`
    update feedback set state = ${next.state}, decision_id = ${next.decisionId}::uuid, review_note = ${next.reviewNote},
      version = version + 1, updated_at = ${at}
    where ${own} and id = ${row.id}::uuid`);
  if (row.decisionId !== null && row.decisionId !== next.decisionId) {
    await tx.execute(sql`update decisions set ended_at = ${at} where ${own} and id = ${row.decisionId}::uuid`);
  }
  const was: Values = { state: row.state, version: row.version };
  const is: Values = { state: next.state, version: row.version + 1 };
  if (row.decisionId !== null) was.decisionId = row.decisionId;
  if (next.decisionId !== null) is.decisionId = next.decisionId;
  const before = { reviewNote: row.reviewNote };
  const after = { reviewNote: next.reviewNote, ...(note ? { note } : {}) };
  const isTold = before.reviewNote !== after.reviewNote || note;
  record({
    action,
    subject: { type: "feedback", id: row.id },
    before: was,
    after: is,
    reason: reason ?? null,
    ...(isTold && { personal: { before, after } }),
  });
}

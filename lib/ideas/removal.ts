import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { PastEvent } from "#lib/core/undo.ts";

/** So much feedback is put back into the inbox when its idea is deleted, in one transaction and with one event each. */
const most = 1_000;

type Moved = { id: string; version: number };

async function mark({ tx, actor, now, record }: Scope, id: string, version: number, deleted: boolean): Promise<void> {
  const at = now.toISOString();
  await tx.execute(sql`
    update ideas set deleted_at = ${deleted ? at : null}::timestamptz, updated_at = ${at}::timestamptz, version = version + 1
    where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`);
  record({
    action: deleted ? "idea.deleted" : "idea.restored",
    subject: { type: "idea", id },
    before: { deleted: !deleted, version },
    after: { deleted, version: version + 1 },
  });
}

function tell({ record }: Scope, moved: Moved[], ideaId: string, to: "inbox" | "reviewed"): void {
  const from = to === "inbox" ? "reviewed" : "inbox";
  for (const { id, version } of moved) {
    record({
      action: to === "inbox" ? "feedback.reopened" : "feedback.reviewed",
      subject: { type: "feedback", id },
      before: { state: from, version: version - 1 },
      after: { state: to, version, ideaId },
      reason: to === "inbox" ? "Its idea was deleted." : "Its idea was restored.",
    });
  }
}

/**
 * Deletes a locked idea. Its evidence stays, for an undo; feedback that was reviewed because of it and has no other idea
 * goes back to the inbox, so nobody's words are lost. 409 when there is too much of it.
 */
export async function removeIdea(scope: Scope, id: string, version: number): Promise<void> {
  const { tx, actor, now } = scope;
  const own = sql`${actor.workspace.id}::uuid`;
  const elsewhere = sql`exists (
    select from evidence o join ideas i on i.workspace_id = o.workspace_id and i.id = o.idea_id and i.deleted_at is null
    where o.workspace_id = ${own} and o.feedback_id = f.id and o.idea_id <> ${id}::uuid)`;
  const linked = sql`
    from evidence e join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id
    where e.workspace_id = ${own} and e.idea_id = ${id}::uuid and e.counted and f.state = 'reviewed'`;
  const [alone] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from (select ${linked} and not ${elsewhere} limit ${most + 1}) f`);
  if ((alone?.count ?? 0) > most) {
    throw conflict(
      `More than ${most} pieces of feedback hang on this idea alone. Set it aside instead of deleting it.`,
    );
  }
  // All of it, also what has another idea: that one may be going this very moment, or the link to it. Whoever comes second
  // to the feedback sees what the first one did.
  const held = await tx.execute<{ id: string }>(sql`select f.id ${linked} order by f.id for no key update of f`);
  await mark(scope, id, version, true);
  if (held.length === 0) return;
  const moved = await tx.execute<Moved>(sql`
    update feedback f set state = 'inbox', version = version + 1, updated_at = ${now.toISOString()}::timestamptz
    where f.workspace_id = ${own} and f.state = 'reviewed' and f.deleted_at is null and not ${elsewhere}
      and f.id in (select jsonb_array_elements_text(${JSON.stringify(held.map((row) => row.id))}::jsonb)::uuid)
    returning f.id, f.version`);
  tell(scope, moved, id, "inbox");
}

/** Brings a deleted idea back, and with it the feedback that its deletion put into the inbox and nobody touched since. */
export async function restoreIdea(scope: Scope, event: PastEvent, version: number): Promise<void> {
  const { tx, actor, now } = scope;
  const own = sql`${actor.workspace.id}::uuid`;
  const { id } = event.subject;
  const chosen = await tx.execute<{ id: string }>(sql`
    select f.id from feedback f
    join events e on e.workspace_id = ${own} and e.subject_type = 'feedback' and e.subject_id = f.id
      and e.action = 'feedback.reopened' and e.xid = (
        select o.xid from events o where o.workspace_id = ${own} and o.id = ${event.id}::uuid)
    where f.workspace_id = ${own} and f.state = 'inbox' and f.deleted_at is null
      and f.version = (e.after->>'version')::int and (e.after->>'ideaId')::uuid = ${id}::uuid
    order by f.id for no key update of f`);
  // The feedback is locked before the totals that change with the idea.
  await mark(scope, id, version, false);
  if (chosen.length === 0) return;
  const moved = await tx.execute<Moved>(sql`
    update feedback f set state = 'reviewed', version = f.version + 1, updated_at = ${now.toISOString()}::timestamptz
    where f.workspace_id = ${own}
      and f.id in (select jsonb_array_elements_text(${JSON.stringify(chosen.map((row) => row.id))}::jsonb)::uuid)
    returning f.id, f.version`);
  tell(scope, moved, id, "reviewed");
}

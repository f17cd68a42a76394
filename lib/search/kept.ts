import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";

/**
 * Answers that this process has given. One is as good as new while the workspace's history has nothing that its snapshot
 * did not see: every write records an event in its own transaction, so one index look-up tells.
 */
type Kept = { snapshot: string; answer: unknown };

/** So many answers are kept; the one that was asked for the longest ago goes first. */
const most = 300;

// Next bundles a second copy of this module.
const held = globalThis as { throughlineAnswers?: Map<string, Kept> };

type Seen = { snapshot: string; changed: boolean };

/** What `read` gives for this question, read again only when something in the workspace has changed since. */
export async function current<T>({ tx, actor }: Scope, question: unknown[], read: () => Promise<T>): Promise<T> {
  held.throughlineAnswers ??= new Map();
  const answers = held.throughlineAnswers;
  const key = JSON.stringify([actor.workspace.id, ...question]);
  const kept = answers.get(key);
  // Taken before the answer is read: what is committed in between is read again next time, never missed.
  const [seen] = await tx.execute<Seen>(sql`
    select pg_current_snapshot()::text as snapshot, coalesce((
      select true from events e
      where e.workspace_id = ${actor.workspace.id} and e.xid >= pg_snapshot_xmin(${kept?.snapshot ?? null}::pg_snapshot)
        and not pg_visible_in_snapshot(e.xid, ${kept?.snapshot ?? null}::pg_snapshot)
      order by e.xid, e.id limit 1), false) as changed`);
  if (!seen) throw new Error("the database gave no snapshot");
  const answer = kept && !seen.changed ? (kept.answer as T) : await read();
  answers.delete(key);
  answers.set(key, { snapshot: seen.snapshot, answer });
  for (const oldest of answers.keys()) {
    if (answers.size <= most) break;
    answers.delete(oldest);
  }
  return answer;
}

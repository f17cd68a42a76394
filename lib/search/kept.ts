import { sql } from "drizzle-orm";
import { changedSince } from "#lib/core/history.ts";
import type { Scope } from "#lib/core/operation.ts";

/** Answers that this process has given. One is as good as new while the history has nothing that its snapshot did not see. */
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
    select pg_current_snapshot()::text as snapshot, ${changedSince(actor.workspace.id, kept?.snapshot ?? null)} as changed`);
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

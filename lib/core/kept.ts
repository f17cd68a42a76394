import { sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { changedSince } from "./history.ts";
import { Together } from "./together.ts";

/**
 * Answers that this process has given, as they were sent. One is as good as new while the workspace's history has nothing
 * that was not there when it was read: every write records an event in its own transaction. One look at the history serves
 * everybody who asked before it began, so a hundred browsers that ask the same cost little more than one.
 */
type Kept = { generation: number; readAt: number; body: string };
/** How far this process has seen a workspace's history, and how often it found something new. */
type Watch = { snapshot: string; generation: number };

const mostOfOne = 256 * 1024;
const mostOfAll = 64 * 1024 * 1024;
const mostWatches = 10_000;
/** What no workspace's history tells shows after this many milliseconds: a person's new name. */
const longestMs = 10_000;

/** Keys in the order of their last use. */
class Latest<T> extends Map<string, T> {
  use(key: string): T | undefined {
    const value = this.get(key);
    if (value !== undefined) this.put(key, value);
    return value;
  }

  put(key: string, value: T): void {
    this.delete(key);
    this.set(key, value);
  }

  /** Forgets the one that was used the longest ago. */
  drop(): T | undefined {
    for (const [key, value] of this) {
      this.delete(key);
      return value;
    }
    return undefined;
  }
}

const watches = new Latest<Watch>();
const answers = new Latest<Kept>();
const reading = new Map<string, Promise<string>>();
let size = 0;
let generations = 0;

type Seen = { snapshot: string; changed: boolean };

async function look(workspaceId: string): Promise<number> {
  const known = watches.use(workspaceId);
  const seen = await database().transact({ workspaceId, mode: "read" }, async ({ tx }) => {
    const [row] = await tx.execute<Seen>(sql`
      select pg_current_snapshot()::text as snapshot, ${changedSince(workspaceId, known?.snapshot ?? null)} as changed`);
    return row;
  });
  if (!seen) throw new Error("the database gave no snapshot");
  // Another look may have ended meanwhile: then this one may find its news again, which does no harm.
  const current = watches.get(workspaceId);
  const isNews = known === undefined ? current !== undefined : seen.changed;
  const generation = current === undefined || isNews ? ++generations : current.generation;
  const next = { snapshot: seen.snapshot, generation };
  watches.put(workspaceId, next);
  if (watches.size > mostWatches) watches.drop();
  return generation;
}

const looks = new Together<string, number>(async (calls) => {
  const value = await look(calls[0] ?? "");
  return calls.map(() => ({ status: "fulfilled", value }));
});

/** What an answer takes, its question and what surrounds them included: else many small ones would take any amount. */
const sizeOf = (question: string, { body }: Kept) => question.length + body.length + 200;

function forget(question: string) {
  const kept = answers.get(question);
  if (!kept) return;
  size -= sizeOf(question, kept);
  answers.delete(question);
}

function keep(question: string, answer: Kept) {
  forget(question);
  if (answer.body.length > mostOfOne) return;
  answers.put(question, answer);
  size += sizeOf(question, answer);
  while (size > mostOfAll) {
    const [oldest] = answers.keys();
    if (oldest === undefined) break;
    forget(oldest);
  }
}

/**
 * What `read` gives for this question in this workspace, read again only when something in the workspace has changed since.
 * `read` begins its transaction after it is called.
 */
export async function keptAnswer(workspaceId: string, asked: unknown[], read: () => Promise<string>): Promise<string> {
  const question = JSON.stringify([workspaceId, ...asked]);
  const generation = await looks.join(workspaceId, workspaceId);
  const kept = answers.use(question);
  if (kept?.generation === generation && performance.now() - kept.readAt < longestMs) return kept.body;
  const turn = `${generation} ${question}`;
  const begun = reading.get(turn);
  if (begun) return begun;
  const readAt = performance.now();
  const reads = read();
  reading.set(turn, reads);
  try {
    const body = await reads;
    keep(question, { generation, readAt, body });
    return body;
  } finally {
    reading.delete(turn);
  }
}

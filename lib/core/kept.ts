import { sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import { type Created, newsSince } from "./history.ts";
import { Together } from "./together.ts";

/**
 * Answers that this process has given, as they were sent. One is as good as new while the workspace's history has nothing
 * that was not there when it was read, or nothing that concerns it: every write records an event in its own transaction.
 * One look at the history serves everybody who asked before it began, so a hundred browsers that ask the same cost little
 * more than one; and an inbox into which tickets come all day is read anew for those that it shows.
 */
type Kept = { generation: number; readAt: number; body: string };
/** All that was new when a look went on from a generation. */
type News = { from: number; created: Created[] };
/** How far this process has seen a workspace's history, and what it found there since it was anything but new records. */
type Watch = { snapshot: string; generation: number; news: News[] };

const mostOfOne = 256 * 1024;
const mostOfAll = 64 * 1024 * 1024;
const mostWatches = 2_000;
/** So many new records are remembered of each workspace. */
const mostCreated = 200;
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

/**
 * Events that tell of nothing but a new record: a command that also changes one that is there tells that by another event,
 * and so does each that this list is made longer by.
 */
const creations = new Set(["feedback.created", "company.created", "contact.created"]);

type Seen = { snapshot: string; news: [action: string, type: string, id: string][] | null };

async function look(workspaceId: string): Promise<number> {
  const known = watches.use(workspaceId);
  const seen = await database().transact({ workspaceId, mode: "read" }, async ({ tx }) => {
    const [row] = await tx.execute<Seen>(sql`
      select pg_current_snapshot()::text as snapshot,
        ${newsSince(workspaceId, known?.snapshot ?? null, mostCreated + 1)} as news`);
    return row;
  });
  if (!seen) throw new Error("the database gave no snapshot");
  // Another look may have ended meanwhile: then this one may find its news again, which does no harm.
  const current = watches.get(workspaceId);
  const isNews = known === undefined ? current !== undefined : seen.news !== null;
  const generation = current === undefined || isNews ? ++generations : current.generation;
  const before = current?.news ?? [];
  const news = current && isNews ? withNews(before, current.generation, seen.news) : before;
  watches.put(workspaceId, { snapshot: seen.snapshot, generation, news });
  if (watches.size > mostWatches) watches.drop();
  return generation;
}

/** The news with what is found now; nothing that was before anything but a few new records. */
function withNews(before: News[], from: number, found: Seen["news"]): News[] {
  if (!found?.every(([action]) => creations.has(action)) || found.length > mostCreated) return [];
  const news = [...before, { from, created: found.map(([, type, id]) => ({ type, id })) }];
  const count = () => news.reduce((sum, { created }) => sum + created.length, 0);
  while (count() > mostCreated) news.shift();
  return news;
}

/** Everything that is new since a generation, if that is all and is still remembered; else null. */
function createdSince(workspaceId: string, generation: number): Created[] | null {
  const news = watches.get(workspaceId)?.news ?? [];
  const first = news.findIndex(({ from }) => from === generation);
  return first < 0 ? null : news.slice(first).flatMap(({ created }) => created);
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
  // Another may have been found meanwhile, by a later look.
  if ((answers.get(question)?.generation ?? 0) > answer.generation) return;
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
 * `read` begins its transaction after it is called. Where all that is new are feedback and customers, `concerns` tells
 * whether they may change the answer that was given before.
 */
export async function keptAnswer(
  workspaceId: string,
  asked: unknown[],
  read: () => Promise<string>,
  concerns: ((created: Created[], answer: string) => Promise<boolean>) | null = null,
): Promise<string> {
  const question = JSON.stringify([workspaceId, ...asked]);
  const generation = await looks.join(workspaceId, workspaceId);
  const found = answers.use(question);
  const kept = found && performance.now() - found.readAt < longestMs ? found : undefined;
  if (kept && kept.generation >= generation) return kept.body;
  const turn = `${generation} ${question}`;
  const begun = reading.get(turn);
  if (begun) return begun;
  const find = async (): Promise<Kept> => {
    const created = kept && createdSince(workspaceId, kept.generation);
    if (kept && created && concerns && !(await concerns(created, kept.body))) return { ...kept, generation };
    const readAt = performance.now();
    return { generation, readAt, body: await read() };
  };
  const finding = find().then((answer) => {
    keep(question, answer);
    return answer.body;
  });
  reading.set(turn, finding);
  try {
    return await finding;
  } finally {
    reading.delete(turn);
  }
}

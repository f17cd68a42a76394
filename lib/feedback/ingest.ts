import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { byWholeKey } from "#db/plans.ts";
import type { FieldProblem } from "#lib/core/errors.ts";
import { isBlank } from "#lib/core/fields.ts";
import { newId } from "#lib/core/id.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type Hint, type Match, matchCustomers } from "#lib/customers/matching.ts";
import { mayChangeCustomers } from "#lib/customers/policy.ts";
import { defaultSource, type Fold, type Folded, fold, type Status, type Stored } from "./ingest/fold.ts";
import { type Locked, lock, refresh } from "./ingest/refresh.ts";
import { awaitNumbers, type Entry, insertNew, lookUpStored } from "./ingest/store.ts";
import { wordsOf } from "./ingest/words.ts";
import type { FeedbackRecord } from "./schema.ts";

export type Ingested =
  /** `isDeleted`: it was deleted here, and so is left alone. */
  { status: Status; id: string; isDeleted: boolean } | { status: "rejected"; errors: FieldProblem[] };

/** What is known of one folded record before it is written; null when it says nothing new, or nothing at all. */
type Part = { match: Match; keepsContact: boolean } | null;

/** Who is told of feedback that is about to change, in the transaction of the change: an import, so that it can be undone. */
export type Witness = { beforeUpdate(ids: string[]): Promise<void> };
type Told = {
  recorderOf?: (index: number) => Scope["record"];
  witness?: Witness;
  /** Called once, with the ids of all that is written or was there, when the last write is sent: what it asks is answered after it. */
  whenSent?: (ids: string[]) => Promise<void>;
  /** Who said it all, where that is known exactly; what is null is found by what the records say. */
  said?: Match;
};

/**
 * Takes in feedback records: the one way in for single ones, batches and imports. One result for each record, in their
 * order. How many statements it takes does not depend on how many records there are. `recorderOf` a record is told what
 * becomes of it, where they are not all of one call.
 *
 * Every call takes its locks in the order of `within`: the customers' turn, the numbers, feedback by id, customers.
 */
export async function ingest(
  scope: Scope,
  records: FeedbackRecord[],
  { recorderOf = () => scope.record, witness, whenSent, said }: Told = {},
): Promise<Ingested[]> {
  if (records.length === 0) return [];
  const keys = records.flatMap(({ source = defaultSource, externalId }) =>
    externalId ? [{ source, externalId }] : [],
  );
  const looksUp = keys.length > 0 || records.some(({ contact, company }) => contact || company);
  const settled = looksUp && settle(scope.tx);
  // Waited for below, beside what is asked next; until then a failure must not count as unhandled.
  if (settled) settled.catch(() => {});
  const stored = await lookUpStored(scope, keys);
  const first = fold(records, stored);
  let held: Held | undefined;
  const hold = async () => {
    held ??= await holdFeedback(scope, records, keys, { stored, first });
    return held;
  };
  const [parts] = await Promise.all([prepare(scope, first, hold), settled]);
  const exact = parts.map((part) => part && { ...part, match: merged(said, part.match) });
  return write(scope, await hold(), exact, { recorderOf, witness, whenSent });
}

type Key = { source: string; externalId: string };
type Held = { fold: Fold; rows: Map<string, Locked> };

/** Locks the feedback that the records may change, and whatever would make more of it. */
async function holdFeedback(
  scope: Scope,
  records: FeedbackRecord[],
  keys: Key[],
  { stored, first }: { stored: Map<string, Stored>; first: Fold },
): Promise<Held> {
  // Numbers are locked before feedback: those who bring both, the numbers for what has no key, lock them here too.
  const isMaking = first.folded.some((one) => one.stored === null && (one.record.externalId || stored.size > 0));
  // Whoever made the same feedback meanwhile is done when the numbers are free: look again.
  const [, seen] = isMaking ? await Promise.all([awaitNumbers(scope), lookUpStored(scope, keys)]) : [];
  const now = seen === undefined || seen.size === stored.size ? first : fold(records, seen);
  const ids = now.folded.flatMap((one) => (one.stored !== null && one.last >= 0 ? [one.stored.id] : []));
  return { fold: now, rows: await lock(scope, ids) };
}

/**
 * Calls that make feedback wait for each other, a batch of 1,000 for several more: longer than other locks are waited for.
 * It is sent when it is called, and so before whatever is asked beside it.
 */
async function settle(tx: Tx): Promise<void> {
  await tx.execute(sql`select ${byWholeKey}, set_config('lock_timeout', '5s', true)`);
}

const merged = (said: Match | undefined, found: Match): Match => ({
  contactId: said?.contactId ?? found.contactId,
  companyId: said?.companyId ?? found.companyId,
});

/** Finds or makes who said what is news. */
async function prepare(scope: Scope, { folded }: Fold, hold: () => Promise<unknown>): Promise<Part[]> {
  const news = folded.flatMap((one, i) => (one.last >= 0 && saysSomething(one) ? [{ i, hint: hintOf(one) }] : []));
  const mayChange = mayChangeCustomers(scope.actor) || scope.actor.permissions.has("feedback:import");
  const found = await matchCustomers(
    scope,
    news.map(({ hint }) => hint),
    { mayChange, before: async () => void (await hold()) },
  );
  const parts: Part[] = folded.map(() => null);
  for (const [n, { i, hint }] of news.entries()) {
    const match = found[n];
    if (match) parts[i] = { match, keepsContact: hint.contact === undefined };
  }
  return parts;
}

/** HTML may turn out to hold no words at all; then there must be a title. */
function saysSomething({ record, stored }: Folded): boolean {
  return stored !== null || !isBlank(record.title ?? "") || !isBlank(wordsOf(record).body ?? "");
}

/** Somebody with a name only cannot be found again: as long as the name is the same, so is the contact. */
function hintOf({ record: { contact, company }, source, stored }: Folded): Hint {
  const isSame = contact && !contact.externalId && !contact.email && stored && contact.name === stored.contactName;
  return { source, contact: isSame ? undefined : contact, company };
}

const noWords: FieldProblem = { pointer: "/body", code: "empty", message: "holds no words, and there is no title" };

async function write(
  scope: Scope,
  { fold: { folded, places }, rows }: Held,
  parts: Part[],
  { recorderOf, witness, whenSent }: Told & Required<Pick<Told, "recorderOf">>,
): Promise<Ingested[]> {
  const entries = folded.map((one, i): Entry | null => {
    const part = parts[i];
    return part && one.last >= 0
      ? { id: one.stored?.id ?? newId(), folded: one, record: recorderOf(one.last), ...part }
      : null;
  });
  const open = entries.filter((entry) => entry !== null);
  const changed = await refresh(
    scope,
    open.filter((entry) => entry.folded.stored !== null),
    rows,
    witness,
  );
  const ids = folded.flatMap(({ stored }, i) => entries[i]?.id ?? stored?.id ?? []);
  await insertNew(
    scope,
    open.filter((entry) => entry.folded.stored === null),
    async () => whenSent?.(ids),
  );
  return places.map(({ of, status }): Ingested => {
    const stored = folded[of]?.stored ?? null;
    const id = entries[of]?.id ?? stored?.id;
    if (id === undefined) return { status: "rejected", errors: [noWords] };
    const isUnchanged = status === "updated" && stored !== null && !changed.has(id);
    return { status: isUnchanged ? "unchanged" : status, id, isDeleted: stored?.isDeleted ?? false };
  });
}

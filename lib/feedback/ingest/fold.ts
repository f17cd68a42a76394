import { hash } from "node:crypto";
import type { FeedbackRecord } from "../schema.ts";

/** Feedback that the database has under a record's key. */
export type Stored = {
  id: string;
  key: string;
  contentHash: string | null;
  sourceUpdatedAt: string | null;
  isDeleted: boolean;
  contactName: string | null;
};

export type Status = "created" | "updated" | "unchanged";

/** All records of one call that say the same thing again, put together in the order of what they say. */
export type Folded = {
  /** What is to be written: fields that a later record leaves out are an earlier one's. */
  record: FeedbackRecord;
  source: string;
  /** Null without an external id: it is never met again. */
  hash: string | null;
  stored: Stored | null;
  /** Of the last record that says something new; -1 when none does. */
  last: number;
};

export type Fold = {
  folded: Folded[];
  /** For each record of the call: which of `folded` it is part of, and what it does to it. */
  places: { of: number; status: Status }[];
};

export const defaultSource = "api";
const sourceOf = ({ source }: FeedbackRecord) => source ?? defaultSource;

/** What a record is known by again; null for one without an external id, which is always new. */
export const keyOf = (record: FeedbackRecord): string | null =>
  record.externalId ? `${sourceOf(record)}\u0000${record.externalId}` : null;

/** Equal for records that say the same. */
export const hashOf = (record: FeedbackRecord): string => hash("sha256", JSON.stringify(record), "base64url");

const isOlder = (at: string | null | undefined, than: string | null) =>
  Boolean(at && than && Date.parse(at) < Date.parse(than));

/**
 * Plays the records one after the other against what is stored: the same content is unchanged, an older one never
 * overwrites a newer one, and what was deleted here stays deleted.
 */
export function fold(records: FeedbackRecord[], stored: ReadonlyMap<string, Stored>): Fold {
  const folded: Folded[] = [];
  const byKey = new Map<string, { of: number; updatedAt: string | null }>();
  const places = records.map((record, index) => {
    const key = keyOf(record);
    const digest = key === null ? null : hashOf(record);
    const known = key === null ? undefined : byKey.get(key);
    if (known === undefined) {
      const there = (key !== null && stored.get(key)) || null;
      const says = there === null || isNews(there.contentHash, there.sourceUpdatedAt, there.isDeleted, record, digest);
      const of =
        folded.push({ record, source: sourceOf(record), hash: digest, stored: there, last: says ? index : -1 }) - 1;
      const updatedAt = (says ? record.updatedAt : there?.sourceUpdatedAt) ?? there?.sourceUpdatedAt ?? null;
      if (key !== null) byKey.set(key, { of, updatedAt });
      return {
        of,
        status: there === null ? ("created" as const) : says ? ("updated" as const) : ("unchanged" as const),
      };
    }
    const one = folded[known.of];
    if (one === undefined) throw new Error("a place that was never taken");
    const isDeleted = one.stored?.isDeleted ?? false;
    const current = one.last < 0 ? (one.stored?.contentHash ?? null) : one.hash;
    if (!isNews(current, known.updatedAt, isDeleted, record, digest))
      return { of: known.of, status: "unchanged" as const };
    one.record = one.last < 0 ? record : { ...one.record, ...sent(record) };
    one.hash = digest;
    one.last = index;
    known.updatedAt = record.updatedAt ?? known.updatedAt;
    return { of: known.of, status: "updated" as const };
  });
  return { folded, places };
}

/** Whether a record changes what is there under its key. */
export function isNews(
  contentHash: string | null,
  updatedAt: string | null,
  isDeleted: boolean,
  record: FeedbackRecord,
  digest: string | null,
): boolean {
  return !isDeleted && digest !== contentHash && !isOlder(record.updatedAt, updatedAt);
}

const sent = (record: FeedbackRecord): Partial<FeedbackRecord> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

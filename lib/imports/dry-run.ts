import { createHash } from "node:crypto";
import type { Actor } from "#lib/core/actor.ts";
import { type Scope, within } from "#lib/core/operation.ts";
import type { FeedbackRecord } from "#lib/feedback/schema.ts";
import type { Result } from "./write.ts";

/** Ends the transaction of a dry run, so that nothing of it stays. */
class RolledBack extends Error {
  readonly results: Result[];
  constructor(results: Result[]) {
    super("rolled back");
    this.results = results;
  }
}

/** What `work` would do, found out by doing it in a transaction that is rolled back. */
export async function rehearse(
  actor: Actor,
  deadlineMs: number,
  work: (scope: Scope) => Promise<Result[]>,
): Promise<Result[]> {
  try {
    return await within(
      actor,
      "write",
      async (scope) => {
        throw new RolledBack(await work(scope));
      },
      { deadlineMs },
    );
  } catch (error) {
    if (error instanceof RolledBack) return error.results;
    throw error;
  }
}

const fingerprint = (text: string) => createHash("md5").update(text).digest().readUIntBE(0, 6);

/**
 * Which records a dry run has met before in the same file. Their first meeting was rolled back, so the database cannot
 * tell. Two or three numbers for each record: a million of them take some 60 to 90 MB.
 */
export class Met {
  readonly #contents = new Map<number, number>();
  readonly #newest = new Map<number, number>();
  readonly #repeats = new WeakMap<FeedbackRecord, "unchanged" | "updated">();

  /** Remembers a record. Those without an external id are always new. */
  note(record: FeedbackRecord): void {
    if (record.externalId == null) return;
    const key = fingerprint(JSON.stringify([record.source, record.externalId]));
    const content = fingerprint(JSON.stringify(record));
    const known = this.#contents.get(key);
    const at = record.updatedAt ? Date.parse(record.updatedAt) : null;
    const isOlder = at !== null && at < (this.#newest.get(key) ?? Number.NEGATIVE_INFINITY);
    if (known === undefined || (known !== content && !isOlder)) {
      this.#contents.set(key, content);
      if (at !== null) this.#newest.set(key, at);
      if (known !== undefined) this.#repeats.set(record, "updated");
    } else this.#repeats.set(record, "unchanged");
  }

  /** What a record that was met before in other form would do; null when it was not. */
  repeatOf(record: FeedbackRecord): "unchanged" | "updated" | null {
    return this.#repeats.get(record) ?? null;
  }
}

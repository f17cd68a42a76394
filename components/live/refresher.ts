import type { Query, QueryClient } from "@tanstack/react-query";
import { changesUnderWay, mayPass } from "#lib/api/client.ts";
import { concerns } from "./concerns.ts";
import type { Happening } from "./happening.ts";

/** What comes within this is answered by one reading. */
const gatherMs = 100;
/** Readings are this far apart at least. */
const apartMs = 1_000;
/** So many readings follow upon each other like that; while news goes on and on, there is one in `regainMs`. */
const most = 8;
const regainMs = 5_000;
/** What could not be read is asked for again after this. */
const againMs = 5_000;
/** So long the answers to one's own changes are waited for. */
const patienceMs = 3_000;
/** A page may have been read on the server this long before it was shown. */
const lateMs = 5_000;

/** A long list would shift under whoever reads it; its page takes care of what is new in it. */
export const isLongList = ({ queryKey }: Pick<Query, "queryKey">) =>
  queryKey[1] === "feedback.list" && queryKey[3] === "pages";

/**
 * Reads again what others changed: only what is on the screen, soon, and a few times however much happens. While the tab
 * is hidden it only takes note.
 */
export class Refresher {
  readonly #queries: QueryClient;
  readonly #workspace: string;
  #noted: Happening[] = [];
  #all = false;
  /** What was told lately, for a page that was made before and appears after. */
  #lately: { at: number; happenings: readonly Happening[] | null }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushedAt = Number.NEGATIVE_INFINITY;
  #left = most;
  #countedAt = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  readonly #unsubscribe: () => void;

  constructor(queries: QueryClient, workspace: string) {
    this.#queries = queries;
    this.#workspace = workspace;
    this.#unsubscribe = queries.getQueryCache().subscribe(({ type, query }) => {
      if (type === "added" && query.state.data !== undefined && this.#missed(query)) {
        queueMicrotask(() => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true }));
      }
    });
  }

  /** Takes note of what happened; null: of more than was told. */
  note(happenings: readonly Happening[] | null): void {
    if (happenings?.length === 0) return;
    const now = Date.now();
    this.#lately = [...this.#lately.filter(({ at }) => now - at < lateMs), { at: now, happenings }];
    if (happenings === null) this.#all = true;
    else this.#noted.push(...happenings);
    this.#plan();
  }

  /** The tab is looked at again. */
  wake(): void {
    this.#flushedAt = Number.NEGATIVE_INFINITY;
    this.#left = Math.max(this.#left, 1);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#plan();
    void this.#queries.refetchQueries({
      queryKey: [this.#workspace],
      type: "active",
      stale: true,
      predicate: (query) => query.state.isInvalidated && !isLongList(query),
    });
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.#unsubscribe();
  }

  #missed({ queryKey }: Query): boolean {
    if (queryKey[0] !== this.#workspace) return false;
    const since = Date.now() - lateMs;
    return this.#lately.some(
      ({ at, happenings }) => at > since && (happenings === null || happenings.some((one) => concerns(one, queryKey))),
    );
  }

  #plan(since = Date.now()) {
    if (this.#timer !== undefined || (this.#noted.length === 0 && !this.#all)) return;
    const now = Date.now();
    this.#left = Math.min(most, this.#left + (now - this.#countedAt) / regainMs);
    this.#countedAt = now;
    const wait = Math.max(gatherMs, this.#flushedAt + apartMs - now, (1 - this.#left) * regainMs);
    this.#timer = setTimeout(() => this.#flush(since), wait);
  }

  #flush(since: number) {
    this.#timer = undefined;
    // What one has just changed is on the screen already; an older answer would take it back for a moment.
    if (changesUnderWay() > 0 && Date.now() - since < patienceMs) return this.#plan(since);
    const [noted, all] = [this.#noted, this.#all];
    [this.#noted, this.#all] = [[], false];
    const touched = ({ queryKey }: Query) => all || noted.some((one) => concerns(one, queryKey));
    const queryKey = [this.#workspace];
    const isRead = (query: Query) => !isLongList(query) && touched(query);
    // Only what is read counts: news of other pages delays nothing.
    if (this.#queries.getQueryCache().findAll({ queryKey, type: "active", predicate: isRead }).length > 0) {
      this.#flushedAt = Date.now();
      this.#left--;
    }
    const refetchType = document.visibilityState === "hidden" ? "none" : "active";
    void this.#queries
      .invalidateQueries({ queryKey, refetchType, predicate: isRead })
      .then(() => this.#readAgainWhatFailed());
    void this.#queries.invalidateQueries({
      queryKey,
      refetchType: "none",
      predicate: (query) => isLongList(query) && touched(query),
    });
  }

  /** What is on the screen and could not be read again would stay as it was until the next news of it. */
  #readAgainWhatFailed() {
    const failed = {
      queryKey: [this.#workspace],
      type: "active" as const,
      predicate: (query: Query) => {
        const { data, error } = query.state;
        return data !== undefined && error !== null && mayPass(error) && !isLongList(query);
      },
    };
    if (this.#ended || this.#again !== undefined || this.#queries.getQueryCache().findAll(failed).length === 0) return;
    this.#again = setTimeout(() => {
      this.#again = undefined;
      // A hidden tab reads when it is looked at.
      if (document.visibilityState === "hidden") return;
      void this.#queries.refetchQueries(failed).then(() => this.#readAgainWhatFailed());
    }, againMs);
  }
}

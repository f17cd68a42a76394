import { AsyncLocalStorage } from "node:async_hooks";
import { AppError, unavailable } from "#lib/core/errors.ts";
import { isConflict, translate } from "./failures.ts";
import { Lane, type LaneOptions, Late, type Tx } from "./lane.ts";
import { Shares } from "./shares.ts";

export { sqlState, violatedConstraint } from "./failures.ts";
export type { Tx } from "./lane.ts";

/**
 * How long things may take, in milliseconds, and how many at once. A request ends within 5 s whatever the database does,
 * and a database that comes back is not met by a crowd.
 */
const limits = {
  transaction: 4_500,
  wait: 1_500,
  connect: 2_000,
  rollback: 500,
  backoff: 250,
  backoffMost: 1_000,
  waiting: 500,
  opening: 4,
  /** Of the connections, for work of one kind; and how much of it may wait. */
  share: 2 / 3,
  waitingOfAKind: 250,
};

/** By when what is under way has to end; shared by all the transactions of one request. */
const patience = new AsyncLocalStorage<{ until: number; refused: () => void }>();

/**
 * Runs `work` so that every transaction in it ends within `ms` from now, whatever was said around it. `refused` is told
 * when one could not be had or came to no end.
 */
export const endingWithin = <T>(ms: number, work: () => T, refused = () => {}): T =>
  patience.run({ until: performance.now() + ms, refused }, work);

/** Gives what is under way `ms` more: somebody else took them. */
export function prolong(ms: number): void {
  const store = patience.getStore();
  if (store) store.until += ms;
}

export type Binding = {
  /** The workspace that row security lets through; null for the global tables only. */
  workspaceId: string | null;
  mode: "read" | "write";
  /** Milliseconds for the whole transaction; jobs take longer than requests. */
  deadlineMs?: number;
  /** What kind of work this is, so that one kind does not take every connection. */
  kind?: string;
};

/** A transaction, and whether a row was changed in it since that was last taken note of. */
export type Work = { tx: Tx; takeWrote: () => boolean; putWrote: () => void };

const workOn = (lane: Lane): Work => ({
  tx: lane.transaction(),
  takeWrote: () => {
    const { wrote } = lane;
    lane.wrote = false;
    return wrote;
  },
  putWrote: () => {
    lane.wrote = true;
  },
});

type Waiter = { give: (lane: Lane | null) => void; timer: NodeJS.Timeout };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const beginning = ({ workspaceId, mode }: Binding) => {
  if (workspaceId !== null && !uuid.test(workspaceId)) throw new Error("not a workspace id");
  const bound = workspaceId === null ? "" : `, set_config('app.workspace_id', '${workspaceId}', true)`;
  return `begin isolation level read committed read ${mode === "read" ? "only" : "write"}; select set_config('role', 'throughline_app', true)${bound}`;
};

/**
 * A bounded pool with deadlines. At most `size` transactions run, at most 500 wait, none longer than 1.5 s; a transaction
 * that outlasts its deadline loses its connection; a database that is away is tried a few times a second, not per request.
 */
export class Database {
  readonly #options: LaneOptions;
  readonly size: number;
  readonly #idle: Lane[] = [];
  readonly #waiting: Waiter[] = [];
  readonly #all = new Set<Lane>();
  readonly #shares: Shares;
  #busy = 0;
  #failures = 0;
  #retryAt = 0;
  #opening = 0;
  #closed = false;
  #idleWaiters: (() => void)[] = [];

  constructor(url: string, size = 12) {
    this.size = size;
    this.#shares = new Shares(Math.ceil(size * limits.share), limits.waitingOfAKind);
    const pgbouncer = new URL(url).searchParams.get("pgbouncer") === "true";
    this.#options = { url, prepare: !pgbouncer, connectTimeoutMs: limits.connect };
  }

  /** Figures for /metrics and /readyz. */
  get state() {
    return { size: this.size, busy: this.#busy, idle: this.#idle.length, waiting: this.#waiting.length };
  }

  /** True while a transaction would be refused at once, since the last connection could not be made a moment ago. */
  get away(): boolean {
    return this.#failures > 0 && (this.#opening > 0 || performance.now() < this.#retryAt);
  }

  /**
   * Runs `work` in one transaction and gives its result after the commit. A deadlock or serialization failure is tried
   * again, three times at most, so `work` must not change anything outside the database.
   */
  async transact<T>(binding: Binding, work: (work: Work) => Promise<T>): Promise<T> {
    const request = patience.getStore();
    const begun = performance.now();
    const until = Math.min(begun + (binding.deadlineMs ?? limits.transaction), request?.until ?? Infinity);
    for (let attempt = 1; ; attempt++) {
      try {
        if (until <= begun) throw unavailable("The server is busy.");
        return await this.#inShare(binding, work, until);
      } catch (error) {
        if (attempt < 4 && isConflict(error)) continue;
        const told = translate(error);
        if (told instanceof AppError && told.code === "unavailable") request?.refused();
        throw told;
      }
    }
  }

  /** Waits for what runs, then lets every connection go. */
  async close(waitMs = 10_000): Promise<void> {
    this.#closed = true;
    if (this.#busy > 0) {
      await Promise.race([
        new Promise<void>((resolve) => this.#idleWaiters.push(resolve)),
        new Promise((resolve) => setTimeout(resolve, waitMs).unref()),
      ]);
    }
    for (const lane of this.#all) lane.destroy();
    this.#all.clear();
    this.#idle.length = 0;
  }

  async #inShare<T>(binding: Binding, work: (work: Work) => Promise<T>, until: number): Promise<T> {
    if (binding.kind === undefined) return this.#once(binding, work, until);
    const leave = await this.#shares.enter(binding.kind, Math.min(until, performance.now() + limits.wait));
    try {
      return await this.#once(binding, work, until);
    } finally {
      leave();
    }
  }

  async #once<T>(binding: Binding, work: (work: Work) => Promise<T>, until: number): Promise<T> {
    const text = beginning(binding);
    const turnBy = Math.min(until, performance.now() + limits.wait);
    for (;;) {
      const { lane, fresh } = await this.#acquire(turnBy);
      const begun = this.#begin(lane, text, fresh, until);
      begun.catch(() => {});
      // The first statement travels with the beginning. Nothing is lost if that fails: nothing has been committed. A write
      // waits where a commit goes ahead of its beginning, so that none of its statements can stand outside a transaction.
      const together = !fresh && (binding.mode === "read" || !lane.unfinished);
      try {
        if (!together) await begun;
        return await this.#within(lane, binding.mode, work, begun, until);
      } catch (error) {
        const failure = await begun.then(
          () => null,
          (cause: unknown) => ({ cause }),
        );
        if (failure === null) throw error;
        // An idle connection turned out to be dead; the next one may not be.
        if (fresh || failure.cause instanceof Late) {
          throw unavailable("The database cannot be reached.", 1, failure.cause);
        }
      }
    }
  }

  /** Begins a transaction. When that fails the lane is gone, which is no news of the database unless the lane is new. */
  async #begin(lane: Lane, text: string, fresh: boolean, until: number): Promise<void> {
    const by = Math.min(until, performance.now() + limits.connect);
    try {
      await lane.atMost(by, lane.run(lane.unfinished ? `commit; ${text}` : text));
      lane.unfinished = false;
      if (fresh) this.#opened();
    } catch (error) {
      lane.destroy();
      if (fresh) this.#failed();
      // One that says nothing stands for all: those that wait idly are as silent, and each would cost somebody as long.
      else if (error instanceof Late) for (const idle of this.#idle.splice(0)) this.#forget(idle);
      this.#release(lane);
      throw error;
    }
  }

  async #within<T>(
    lane: Lane,
    mode: Binding["mode"],
    work: (work: Work) => Promise<T>,
    begun: Promise<void>,
    until: number,
  ): Promise<T> {
    try {
      lane.wrote = false;
      // Drizzle's queries are lazy and run once per `then`, so what `work` gives is made a real promise first.
      const result = await lane.atMost(until, (async () => work(workOn(lane)))());
      await begun;
      if (mode === "read") this.#endRead(lane);
      else {
        await lane.atMost(until, lane.run("commit"));
        this.#release(lane);
      }
      return result;
    } catch (error) {
      const hasBegun = await begun.then(
        () => true,
        () => false,
      );
      // Whoever hears of the failure finds its locks gone; but nobody waits long for that.
      if (hasBegun) {
        const patience = new Promise((resolve) => setTimeout(resolve, limits.rollback).unref());
        await Promise.race([this.#end(lane, "rollback"), patience]);
      }
      throw error;
    }
  }

  /** Nothing can be lost by a read's commit, so no answer waits for it; where somebody waits for the lane, it goes with theirs. */
  #endRead(lane: Lane) {
    if (this.#waiting.length === 0) return void this.#end(lane, "commit");
    lane.unfinished = true;
    this.#release(lane);
  }

  /** Ends the transaction and lets go of the lane; one that does not answer is cut. */
  async #end(lane: Lane, how: "commit" | "rollback"): Promise<void> {
    await lane.atMost(performance.now() + limits.connect, lane.run(how)).catch(() => lane.destroy());
    this.#release(lane);
  }

  async #acquire(turnBy: number): Promise<{ lane: Lane; fresh: boolean }> {
    for (;;) {
      if (this.#closed) throw unavailable("The server is shutting down.");
      for (let lane = this.#idle.pop(); lane; lane = this.#idle.pop()) {
        if (lane.dead) this.#forget(lane);
        else {
          this.#busy++;
          return { lane, fresh: false };
        }
      }
      if (this.#busy < this.size && this.#opening < limits.opening) return { lane: this.#open(), fresh: true };
      const lane = await this.#turn(turnBy);
      if (lane) return { lane, fresh: false };
    }
  }

  /** Waits for a lane that somebody gives back, or for null: the chance to open one. */
  #turn(turnBy: number): Promise<Lane | null> {
    if (this.#waiting.length >= limits.waiting) throw unavailable("The server is busy.");
    return new Promise((resolve, reject) => {
      const late = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(unavailable("The server is busy."));
      };
      const waiter: Waiter = {
        give: (given) => {
          clearTimeout(waiter.timer);
          resolve(given);
        },
        timer: setTimeout(late, Math.max(0, turnBy - performance.now())),
      };
      this.#waiting.push(waiter);
    });
  }

  #open(): Lane {
    if (this.away) throw unavailable("The database cannot be reached.");
    const lane = new Lane(this.#options);
    this.#all.add(lane);
    this.#busy++;
    this.#opening++;
    return lane;
  }

  #opened() {
    this.#opening--;
    this.#failures = 0;
    if (this.#busy < this.size) this.#waiting.shift()?.give(null);
  }

  /** While the database is away one connection is tried now and then, and nobody waits for it. */
  #failed() {
    this.#opening--;
    this.#failures++;
    this.#retryAt =
      performance.now() + Math.min(limits.backoffMost, limits.backoff * 2 ** Math.min(this.#failures - 1, 4));
    for (const waiter of this.#waiting.splice(0)) waiter.give(null);
  }

  #release(lane: Lane) {
    const next = this.#waiting.shift();
    if (!lane.dead && !this.#closed) {
      if (next) return next.give(lane);
      this.#idle.push(lane);
    } else {
      this.#forget(lane);
      next?.give(null);
    }
    this.#busy--;
    if (this.#busy === 0) for (const done of this.#idleWaiters.splice(0)) done();
  }

  #forget(lane: Lane) {
    lane.destroy();
    this.#all.delete(lane);
  }
}

type Held = { throughlineDatabase?: Database };
const held = globalThis as Held;

/** The one database of this process. It hangs on `globalThis`, since Next bundles a second copy of this module. */
export function database(): Database {
  if (!held.throughlineDatabase) throw new Error("no database: call useDatabase first");
  return held.throughlineDatabase;
}

/** Makes `url` the database of this process; done once at start. */
export function useDatabase(url: string, size?: number): Database {
  held.throughlineDatabase = new Database(url, size);
  return held.throughlineDatabase;
}

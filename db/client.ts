import { AppError, unavailable } from "#lib/core/errors.ts";
import { Lane, type LaneOptions, type Tx } from "./lane.ts";

export type { Tx } from "./lane.ts";

/** How long things may take, in milliseconds. A request ends within 5 s whatever the database does. */
const limits = { connect: 2_000, wait: 1_500, transaction: 4_500, backoff: 250, backoffMost: 1_000, waiting: 500 };

export type Binding = {
  /** The workspace that row security lets through; null for the global tables only. */
  workspaceId: string | null;
  mode: "read" | "write";
  /** Milliseconds for the whole transaction; jobs take longer than requests. */
  deadlineMs?: number;
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
  #busy = 0;
  #failures = 0;
  #retryAt = 0;
  #probing = false;
  #closed = false;
  #idleWaiters: (() => void)[] = [];

  constructor(url: string, size = 12) {
    this.size = size;
    const pgbouncer = new URL(url).searchParams.get("pgbouncer") === "true";
    this.#options = { url, prepare: !pgbouncer, connectTimeoutMs: limits.connect };
  }

  /** Figures for /metrics and /readyz. */
  get state() {
    return { size: this.size, busy: this.#busy, idle: this.#idle.length, waiting: this.#waiting.length };
  }

  /**
   * Runs `work` in one transaction and gives its result after the commit. A deadlock or serialization failure is tried
   * again, three times at most, so `work` must not change anything outside the database.
   */
  async transact<T>(binding: Binding, work: (work: Work) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(binding, work);
      } catch (error) {
        if (attempt < 4 && isConflict(error)) continue;
        throw translate(error);
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

  async #once<T>(binding: Binding, work: (work: Work) => Promise<T>): Promise<T> {
    const text = beginning(binding);
    for (;;) {
      const { lane, fresh } = await this.#acquire();
      const begun = this.#begin(lane, text, fresh);
      begun.catch(() => {});
      // A read's first statement travels with its beginning. Nothing is lost if that fails: no read changes anything.
      const together = binding.mode === "read" && !fresh;
      try {
        if (!together) await begun;
        return await this.#within(lane, binding, work, begun);
      } catch (error) {
        const failure = await begun.then(
          () => null,
          (cause: unknown) => ({ cause }),
        );
        if (failure === null) throw error;
        // An idle connection turned out to be dead; the next one may not be.
        if (fresh) throw unavailable("The database cannot be reached.", 1, failure.cause);
      }
    }
  }

  /** Begins a transaction. When that fails the lane is gone, which is no news of the database unless the lane is new. */
  async #begin(lane: Lane, text: string, fresh: boolean): Promise<void> {
    const timer = setTimeout(() => lane.destroy(), limits.connect);
    try {
      await lane.run(lane.unfinished ? `commit; ${text}` : text);
      lane.unfinished = false;
      if (fresh) this.#healthy();
    } catch (error) {
      if (fresh) this.#failed();
      this.#release(lane, true);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #within<T>(
    lane: Lane,
    { mode, deadlineMs = limits.transaction }: Binding,
    work: (work: Work) => Promise<T>,
    begun: Promise<void>,
  ): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        lane.destroy();
        reject(unavailable("The database took too long to answer."));
      }, deadlineMs);
    });
    try {
      lane.wrote = false;
      // Drizzle's queries are lazy and run once per `then`, so what `work` gives is made a real promise first.
      const running = (async () => work(workOn(lane)))();
      running.catch(() => {});
      const result = await Promise.race([running, deadline]);
      await begun;
      if (mode === "write") await Promise.race([lane.run("commit"), deadline]);
      clearTimeout(timer);
      if (mode === "write") this.#release(lane);
      else this.#endRead(lane);
      return result;
    } catch (error) {
      clearTimeout(timer);
      // When it never began, the lane is let go of already.
      begun.then(
        () => this.#rollBack(lane),
        () => {},
      );
      throw error;
    }
  }

  /** Nothing can be lost by a read's commit, so no answer waits for it; where somebody waits for the lane, it goes with theirs. */
  #endRead(lane: Lane) {
    if (this.#waiting.length > 0) {
      lane.unfinished = true;
      return this.#release(lane);
    }
    lane.run("commit").then(
      () => this.#release(lane),
      () => this.#release(lane, true),
    );
  }

  #rollBack(lane: Lane) {
    if (lane.dead) return this.#release(lane, true);
    const timer = setTimeout(() => lane.destroy(), limits.connect);
    lane.run("rollback").then(
      () => {
        clearTimeout(timer);
        this.#release(lane);
      },
      () => {
        clearTimeout(timer);
        this.#release(lane, true);
      },
    );
  }

  async #acquire(): Promise<{ lane: Lane; fresh: boolean }> {
    if (this.#closed) throw unavailable("The server is shutting down.");
    for (let lane = this.#idle.pop(); lane; lane = this.#idle.pop()) {
      if (lane.dead) {
        this.#all.delete(lane);
        continue;
      }
      this.#busy++;
      return { lane, fresh: false };
    }
    if (this.#busy < this.size) return { lane: this.#open(), fresh: true };
    if (this.#waiting.length >= limits.waiting) throw unavailable("The server is busy.");
    const lane = await new Promise<Lane | null>((resolve, reject) => {
      const waiter: Waiter = {
        give: (given) => {
          clearTimeout(waiter.timer);
          resolve(given);
        },
        timer: setTimeout(() => {
          this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
          reject(unavailable("The server is busy."));
        }, limits.wait),
      };
      this.#waiting.push(waiter);
    });
    if (lane) return { lane, fresh: false };
    return this.#acquire();
  }

  #open(): Lane {
    if (this.#failures > 0) {
      if (this.#probing || Date.now() < this.#retryAt) throw unavailable("The database cannot be reached.");
      this.#probing = true;
    }
    const lane = new Lane(this.#options);
    this.#all.add(lane);
    this.#busy++;
    return lane;
  }

  #healthy() {
    this.#failures = 0;
    this.#probing = false;
  }

  #failed() {
    this.#failures++;
    this.#probing = false;
    this.#retryAt = Date.now() + Math.min(limits.backoffMost, limits.backoff * 2 ** Math.min(this.#failures - 1, 4));
  }

  #release(lane: Lane, broken = false) {
    const next = this.#waiting.shift();
    if (!broken && !lane.dead && !this.#closed) {
      if (next) return next.give(lane);
      this.#busy--;
      this.#idle.push(lane);
    } else {
      lane.destroy();
      this.#all.delete(lane);
      this.#busy--;
      next?.give(null);
    }
    if (this.#busy === 0) for (const done of this.#idleWaiters.splice(0)) done();
  }
}

/** SQLSTATE of a PostgreSQL error, also when drizzle has wrapped it; undefined for every other error. */
export function sqlState(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as { code?: unknown };
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !(e instanceof AppError)) return code;
  }
  return undefined;
}

/** The name of the constraint that a write ran into, if that is what happened. */
export function violatedConstraint(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { constraint_name: name } = e as { constraint_name?: unknown };
    if (typeof name === "string") return name;
  }
  return undefined;
}

const isConflict = (error: unknown) => ["40001", "40P01"].includes(sqlState(error) ?? "");

/** Connection trouble, shutdown, too many connections, cancelled by a timeout, disk full: try again later. */
const away = /^(08...|57P0.|57014|53...|55P03|25P03|40001|40P01)$/;
const awayNames = /CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|this connection is gone/;

function translate(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const state = sqlState(error);
  if (state) return away.test(state) ? unavailable("The database is busy or away.", 1, error) : error;
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as { code?: unknown };
    if (awayNames.test(`${typeof code === "string" ? code : ""} ${e.message}`)) {
      return unavailable("The database cannot be reached.", 1, error);
    }
  }
  return error;
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

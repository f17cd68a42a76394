import pg from "pg";
import type { Db } from "pg-boss";
import { log, loggable } from "#lib/core/log.ts";

const most = 4;
const connectMs = 5_000;
/** While the database is away one connection is tried in so many milliseconds. */
const retryMs = 1_000;

/**
 * pg-boss's connections, opened one after the other. Each worker of each queue asks for itself, and would also knock for
 * itself at a database that is away.
 */
export class QueueDatabase implements Db {
  readonly #pool: pg.Pool;
  /** Statements under way, and those that wait for one of them to end. The pool would open a connection for each. */
  #asking = 0;
  readonly #waiting: (() => void)[] = [];
  #opening: Promise<unknown> | null = null;
  #retryAt = 0;

  constructor(url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: "throughline-jobs",
      max: most,
      connectionTimeoutMillis: connectMs,
    });
    this.#pool.on("error", (error) => log.warn({ error: loggable(error) }, "a connection of the queue was lost"));
  }

  async executeSql(text: string, values?: unknown[]): Promise<pg.QueryResult> {
    if (this.#asking < most) this.#asking++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      await this.#connected();
      return await this.#pool.query(text, values);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#asking--;
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** One connection more is there, if one is needed. */
  async #connected(): Promise<void> {
    while (this.#pool.idleCount === 0 && this.#opening) await this.#opening;
    if (this.#pool.idleCount > 0) return;
    if (performance.now() < this.#retryAt) throw new Error("The database cannot be reached.");
    const opened = this.#pool.connect().then((client) => client.release());
    this.#opening = opened.then(
      () => {},
      () => {
        this.#retryAt = performance.now() + retryMs;
      },
    );
    try {
      await opened;
    } finally {
      this.#opening = null;
    }
  }
}

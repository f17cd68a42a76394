import { connect, type Socket } from "node:net";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, PostgresJsSession, PostgresJsTransaction } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { AppError } from "#lib/core/errors.ts";
import { instantText } from "./instant.ts";

/** A transaction that operations query with; bound to one workspace, or to none for `instance` operations. */
export type Tx = PostgresJsTransaction<Record<string, never>, Record<string, never>>;

export type LaneOptions = { url: string; prepare: boolean; connectTimeoutMs: number };

const dialect = new PgDialect();

/** Statement texts worth a named prepared statement; bounded, because a list in a text makes endless variants. */
const preparable = new Set<string>();
const isPreparable = (text: string, params: number) => {
  if (preparable.has(text)) return true;
  if (params > 40 || text.length > 8_000 || preparable.size >= 500) return false;
  preparable.add(text);
  return true;
};

const writes = /\b(insert\s+into|update|delete\s+from|merge\s+into)\b/i;
const changesRows = (command: string | undefined, count: number | null | undefined, text: string) => {
  if (!count) return false;
  if (command === "INSERT" || command === "UPDATE" || command === "DELETE" || command === "MERGE") return true;
  return command === "SELECT" && /^\s*with\b/i.test(text) && writes.test(text);
};

function openSocket({ url, connectTimeoutMs }: LaneOptions): Promise<Socket> {
  const { hostname, port, searchParams } = new URL(url);
  const directory = searchParams.get("host");
  const socket = directory?.startsWith("/")
    ? connect(`${directory}/.s.PGSQL.${port || "5432"}`)
    : connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 5432), noDelay: true });
  return new Promise((resolve, reject) => {
    socket.setTimeout(connectTimeoutMs, () => socket.destroy(new Error("connection to the database timed out")));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

/** Waiting has ended, and with it the connection: nobody knows what is being done on it. */
export class Late extends AppError {
  constructor() {
    super("unavailable", "The database took too long to answer.", { retryAfter: 1 });
  }
}

/**
 * One connection for life. postgres.js reconnects in silence, which could put the rest of a transaction on another
 * connection; a lane's socket is made once, so a connection that breaks stays broken and is thrown away.
 */
export class Lane {
  readonly #sql: postgres.Sql;
  #socket: Socket | null = null;
  #spent = false;
  #dead = false;
  /** Whether the transaction under way has changed a row. */
  wrote = false;
  /** A read that is over but not committed; the next transaction's beginning commits it on the way. */
  unfinished = false;

  readonly #prepare: boolean;

  constructor(options: LaneOptions) {
    this.#prepare = options.prepare;
    const { searchParams } = new URL(options.url);
    // `socket` is documented by postgres.js ("Connection details"), but missing from its types.
    const connection: postgres.Options<Record<string, never>> & { socket: () => Promise<Socket> } = {
      max: 1,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: options.connectTimeoutMs / 1000,
      onnotice: () => {},
      onclose: () => {
        this.#dead = true;
      },
      connection: { application_name: "throughline", TimeZone: "UTC" },
      ...(searchParams.get("sslmode") ? { ssl: searchParams.get("sslmode") as "require" } : {}),
      socket: async () => {
        if (this.#spent) throw new Error("this connection is gone");
        this.#spent = true;
        this.#socket = await openSocket(options);
        this.#socket.once("close", () => {
          this.#dead = true;
        });
        return this.#socket;
      },
    };
    this.#sql = postgres(withoutOwnParameters(options.url), connection);
    // Sets the parsers and serializers that drizzle's column types expect.
    drizzle(this.#sql);
    const { parsers } = this.#sql.options as unknown as { parsers: Record<number, (value: string) => unknown> };
    parsers[20] = Number;
    parsers[1700] = Number;
    parsers[1184] = instantText;
  }

  get dead() {
    return this.#dead;
  }

  /**
   * What runs on this connection, waited for until the instant `until` of `performance.now()`. postgres.js may never say
   * that a connection is dead, so whoever waits for it waits here.
   */
  async atMost<T>(until: number, running: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const cut = () => {
        this.destroy();
        reject(new Late());
      };
      timer = setTimeout(cut, Math.max(0, until - performance.now()));
    });
    try {
      return await Promise.race([running, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs statements without parameters, several of them separated by `;`, in one round trip. */
  async run(text: string): Promise<void> {
    if (this.#dead) throw new Error("this connection is gone");
    await this.#sql.unsafe(text);
  }

  /** Drizzle on this connection; only valid between `begin` and `commit`. */
  transaction(): Tx {
    const client = {
      options: this.#sql.options,
      unsafe: (text: string, params: unknown[]) => this.#send(text, params),
      savepoint: () => {
        throw new Error("an operation is one transaction; nest operations, not transactions");
      },
    };
    const session = new PostgresJsSession<postgres.Sql, Record<string, never>, Record<string, never>>(
      client as unknown as postgres.Sql,
      dialect,
      undefined,
      {},
    );
    type Session = ConstructorParameters<typeof PostgresJsTransaction<Record<string, never>, Record<string, never>>>[1];
    return new PostgresJsTransaction(dialect, session as unknown as Session, undefined);
  }

  #send(text: string, params: unknown[]) {
    if (this.#dead) throw new Error("this connection is gone");
    const prepare = this.#prepare && isPreparable(text, params.length);
    const pending = this.#sql.unsafe(text, params as never[], { prepare });
    const note = (result: { command?: string; count?: number | null }) => {
      if (!this.wrote && changesRows(result.command, result.count, text)) this.wrote = true;
      return result;
    };
    // The two ways drizzle reads a result: as objects, or `.values()` as arrays.
    return {
      // biome-ignore lint/suspicious/noThenProperty: drizzle awaits the query itself
      then: (resolve: (value: unknown) => unknown, reject: (reason: unknown) => unknown) =>
        pending.then(note).then(resolve, reject),
      values: () => pending.values().then(note),
    };
  }

  /** Cuts the connection at once; whatever waits on it fails. */
  destroy(): void {
    this.#dead = true;
    this.#spent = true;
    this.#socket?.destroy();
    // `end` may never resolve (seen); the socket is gone, so nobody waits for it.
    void this.#sql.end({ timeout: 0 }).catch(() => {});
  }
}

function withoutOwnParameters(url: string): string {
  const parsed = new URL(url);
  for (const name of ["pgbouncer", "sslmode", "host"]) parsed.searchParams.delete(name);
  return parsed.toString();
}

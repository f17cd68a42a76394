import postgres from "postgres";

/** Parameters of ours in a database URL, which PostgreSQL would refuse as settings it does not know. */
const ownParameters = ["pgbouncer"];

/** A patient session: migrations may work long, but must not make the tables' users wait long for a lock. */
const settings = {
  application_name: "throughline migrate",
  // The login defaults to the runtime role; a start-up option overrides that. Only migrations and pg-boss may.
  role: "none",
  statement_timeout: 600_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 60_000,
};

/** One direct connection as the login that owns the schema. The caller ends it. */
export function connectAsOwner(url: string): postgres.Sql {
  const parsed = new URL(url);
  for (const name of ownParameters) parsed.searchParams.delete(name);
  return postgres(parsed.toString(), {
    max: 1,
    connect_timeout: 10,
    idle_timeout: 0,
    max_lifetime: null,
    prepare: false,
    onnotice: () => {},
    connection: settings,
  });
}

import { AppError, unavailable } from "#lib/core/errors.ts";

/** What goes wrong with a database, told apart: a mistake of the statement, a conflict with others, or the database away. */

/**
 * SQLSTATE of a PostgreSQL error, also when drizzle has wrapped it; undefined for every other error. There is a digit in
 * each, which tells them from a socket's EPIPE.
 */
export function sqlState(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as { code?: unknown };
    if (typeof code === "string" && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) && !(e instanceof AppError)) return code;
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

/** A deadlock or a serialization failure: the same again may well succeed. */
export const isConflict = (error: unknown) => ["40001", "40P01"].includes(sqlState(error) ?? "");

/** Connection trouble, shutdown, too many connections, cancelled by a timeout, disk full: try again later. */
const away = /^(08...|57P0.|57014|53...|55P03|25P03|40001|40P01)$/;
const awayNames = /CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|this connection is gone/;

/** The error that leaves the database's door: `unavailable` when trying again later is worth it, else as it was. */
export function translate(error: unknown): unknown {
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

import { sqlState, violatedConstraint } from "#db/client.ts";
import { notFound } from "#lib/core/errors.ts";

/**
 * Waits for a write and translates the constraint it runs into. A foreign key that is not named here points to a record
 * that does not exist in the workspace (404); every other error passes.
 */
export async function translated<T>(writing: PromiseLike<T>, expected: Record<string, () => Error> = {}): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const made = expected[violatedConstraint(error) ?? ""];
    if (made) throw made();
    if (sqlState(error) === "23503") throw notFound();
    throw error;
  }
}

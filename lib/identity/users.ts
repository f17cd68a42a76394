import type { Tx } from "#db/client.ts";
import { violatedConstraint } from "#db/client.ts";
import { users } from "#db/schema/identity.ts";
import { invalid } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";

/** Who signs in elsewhere has no password. */
type NewUser = { name: string; email: string; passwordHash: string | null };

/** Makes an account and gives its id. An address that has one already is the field's error. */
export async function insertUser(tx: Tx, user: NewUser): Promise<string> {
  const id = newId();
  try {
    await tx.insert(users).values({ id, ...user, passwordChangedAt: user.passwordHash === null ? null : new Date() });
  } catch (error) {
    if (violatedConstraint(error) === "users_email") throw invalid("/email", "taken", "has an account already");
    throw error;
  }
  return id;
}

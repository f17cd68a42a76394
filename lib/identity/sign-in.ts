import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "#db/client.ts";
import { users } from "#db/schema/identity.ts";
import type { Visitor } from "#lib/core/actor.ts";
import { AppError, type Logged } from "#lib/core/errors.ts";
import { writeInstanceEvents } from "#lib/core/events.ts";
import { filledText } from "#lib/core/fields.ts";
import { newId } from "#lib/core/id.ts";
import { instance } from "#lib/core/operation.ts";
import { isPassword } from "./password-hash.ts";
import { beginSession } from "./sessions/begin.ts";
import { countAccount, countAddress, forgive } from "./sign-in-limits.ts";

const wrong = (logged: Logged) =>
  new AppError("unauthenticated", "The e-mail address or the password is wrong.", { logged });

const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * Notes that somebody did not get in, in the history of the instance, and gives the error that they are told. What they
 * typed is not kept: it may be a password in the wrong field.
 */
async function refused({ requestId, address }: Visitor, logged: Logged): Promise<AppError> {
  const { reason, userId } = logged;
  await database().transact({ workspaceId: null, mode: "write" }, ({ tx }) =>
    writeInstanceEvents(tx, [
      {
        id: newId(),
        action: "session.refused",
        subject: { type: "user", id: userId ?? nobody },
        after: { reason },
        by: { kind: "anonymous", id: null, requestId, address },
      },
    ]),
  );
  return wrong(logged);
}

/** The account of an address, and whether its owner has signed in from where this visitor is. */
async function accountOf(email: string, { address }: Visitor) {
  const [account] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx
      .select({
        id: users.id,
        passwordHash: users.passwordHash,
        known: sql<boolean>`exists (select from sessions s where s.user_id = users.id and s.address = ${address})`,
      })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email.toLowerCase())),
  );
  return account ?? { id: null, passwordHash: null, known: false };
}

/** Checks an address and a password: limited, and as slow for an address that nobody has. */
async function proven(visitor: Visitor, { email, password }: { email: string; password: string }) {
  await countAddress(visitor.address);
  const account = await accountOf(email, visitor);
  const knownAddress = account.known ? visitor.address : null;
  await countAccount(email, knownAddress);
  const right = await isPassword(password, account.passwordHash);
  if (account.id === null) throw await refused(visitor, { reason: "unknown_account" });
  if (!right) throw await refused(visitor, { reason: "wrong_password", userId: account.id });
  await forgive(email, knownAddress, visitor.address);
  return { userId: account.id, passwordHash: account.passwordHash };
}

/**
 * Begins a session for who knows the password, and ends the one that the browser came with, whosever it was. next-auth
 * calls it; it has no endpoint of its own. The answer's `secret` goes into the cookie, its digest into the table.
 */
export const startSession = instance({
  name: "session.start",
  needs: "anyone",
  mode: "write",
  input: z.strictObject({ email: filledText(254), password: filledText(200) }),
  output: z.object({ userId: z.string(), secret: z.string() }),
  prepare: proven,
  async run(scope, _input, { userId, passwordHash }) {
    // The lock waits for a change of password under way, after which this password must not open a session any more.
    const [still] = await scope.tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, userId))
      .for("share");
    if (!still || still.passwordHash !== passwordHash) throw wrong({ reason: "password_changed", userId });
    const secret = await beginSession(scope, userId);
    return { userId, secret };
  },
});

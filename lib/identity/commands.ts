import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "#db/client.ts";
import { sessions, users } from "#db/schema/identity.ts";
import { AppError, conflict, unauthenticated } from "#lib/core/errors.ts";
import { filledText } from "#lib/core/fields.ts";
import { instance } from "#lib/core/operation.ts";
import { hashPassword, isPassword } from "./password-hash.ts";
import { newPassword } from "./password-rules.ts";
import { endSessions } from "./sessions/end.ts";
import { countAccount, forgive } from "./sign-in-limits.ts";
import { forgetIdentities } from "./who.ts";

/** Signs out: the session ends here and in every other process. */
export const endSession = instance({
  name: "session.end",
  needs: "account",
  mode: "write",
  status: 204,
  input: z.strictObject({}),
  output: z.object({}),
  async run({ tx, visitor: { sessionId, userId }, now, record, afterCommit }) {
    if (sessionId === null) throw unauthenticated();
    await tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)));
    record({ action: "session.ended", subject: { type: "session", id: sessionId }, after: { userId } });
    afterCommit(forgetIdentities);
    return {};
  },
});

/** Changes one's own password and ends all one's other sessions. Guessing the present one is limited like signing in. */
export const changePassword = instance({
  name: "password.change",
  needs: "account",
  mode: "write",
  status: 204,
  input: z.strictObject({ current: filledText(200), next: newPassword }),
  output: z.object({}),
  async prepare({ userId }, { current, next }) {
    if (userId === null) throw unauthenticated();
    const [account] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
      tx.select({ email: users.email, passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId)),
    );
    if (!account) throw unauthenticated();
    // Whoever holds a session counts apart from strangers, wherever they are: it cannot lock the owner out of signing in.
    const place = "session";
    await countAccount(account.email, place);
    if (!(await isPassword(current, account.passwordHash))) {
      throw new AppError("invalid", "The password is wrong.", {
        fields: [{ pointer: "/current", code: "wrong_password", message: "is not your present password" }],
        logged: { reason: "wrong_password", userId },
      });
    }
    await forgive(account.email, place);
    return { before: account.passwordHash, after: await hashPassword(next) };
  },
  async run(scope, _input, { before, after }) {
    const { tx, now, record } = scope;
    const { userId, sessionId } = scope.visitor;
    if (userId === null || sessionId === null || before === null) throw unauthenticated();
    const changed = await tx
      .update(users)
      .set({ passwordHash: after, passwordChangedAt: now, updatedAt: now, version: sql`${users.version} + 1` })
      .where(and(eq(users.id, userId), eq(users.passwordHash, before)))
      .returning({ id: users.id });
    if (changed.length === 0) throw conflict("The password has just been changed elsewhere.");
    const sessionsEnded = await endSessions(scope, userId, { except: sessionId });
    record({
      action: "password.changed",
      subject: { type: "user", id: userId },
      after: { sessionsEnded },
    });
    return {};
  },
});

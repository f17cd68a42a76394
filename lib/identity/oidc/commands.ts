import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { userIdentities, users } from "#db/schema/identity.ts";
import { oidcSettings } from "#lib/core/environment.ts";
import { conflict, unauthenticated } from "#lib/core/errors.ts";
import { instance } from "#lib/core/operation.ts";
import type { Letter } from "#lib/mail/letter.ts";
import { sendMail } from "#lib/mail/send.ts";
import { endSessions } from "../sessions/end.ts";

const onlyWayIn =
  "It is the only way into your account, which has no password. Whoever runs the server can make a link that sets one (password:reset); disconnect it then.";

const disconnected = (to: string): Letter => ({
  to,
  subject: "Your Throughline account was disconnected from another sign-in",
  paragraphs: [
    `You do not sign in through ${oidcSettings()?.name ?? "single sign-on"} any more, but with your password, and were signed out everywhere else.`,
    "If it was not you, set a new password at once.",
    { label: "Set a new password", path: "/forgot-password" },
  ],
});

/**
 * Takes the provider away as a way into one's own account, and ends one's other sessions: which of them it opened is not
 * known. Refused where it is the only way in. Without a connection there is nothing to do.
 */
export const disconnectProvider = instance({
  name: "account.disconnect",
  needs: "account",
  mode: "write",
  status: 204,
  input: z.strictObject({}),
  output: z.object({}),
  async run(scope) {
    const { tx, visitor, record } = scope;
    const { userId, sessionId } = visitor;
    if (userId === null || sessionId === null) throw unauthenticated();
    // What comes in by the connection, or changes the password, has been or waits.
    const [account] = await tx
      .select({ email: users.email, hasPassword: sql<boolean>`${users.passwordHash} is not null` })
      .from(users)
      .where(eq(users.id, userId))
      .for("no key update");
    if (!account) throw unauthenticated();
    const gone = await tx
      .delete(userIdentities)
      .where(eq(userIdentities.userId, userId))
      .returning({ issuer: userIdentities.issuer });
    if (gone.length === 0) return {};
    if (!account.hasPassword) throw conflict(onlyWayIn);
    const sessionsEnded = await endSessions(scope, userId, { except: sessionId });
    record({
      action: "identity.disconnected",
      subject: { type: "user", id: userId },
      before: { issuers: gone.map(({ issuer }) => issuer).sort() },
      after: { sessionsEnded },
    });
    await sendMail(scope, disconnected(account.email));
    return {};
  },
});

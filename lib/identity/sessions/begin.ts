import { and, eq, isNull, lt } from "drizzle-orm";
import { sessions } from "#db/schema/identity.ts";
import { newId } from "#lib/core/id.ts";
import type { InstanceScope } from "#lib/core/operation.ts";
import { sessionSeconds } from "../cookies.ts";
import { digestOf, newSecret } from "../secrets.ts";
import { forgetIdentities } from "../who.ts";

/**
 * Begins a session for somebody who has proved who they are, and ends the one that the browser came with, whosever it was.
 * Gives the secret, which goes into the cookie; its digest goes into the table.
 */
export async function beginSession(
  { tx, visitor, now, record, afterCommit }: InstanceScope,
  userId: string,
): Promise<string> {
  if (visitor.sessionId !== null) {
    await tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.id, visitor.sessionId), isNull(sessions.revokedAt)));
    afterCommit(forgetIdentities);
  }
  // Sessions hold addresses, so those that are long over are not kept.
  const longAgo = new Date(now.getTime() - 2 * sessionSeconds * 1000);
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), lt(sessions.expiresAt, longAgo)));
  const id = newId();
  const secret = newSecret();
  await tx.insert(sessions).values({
    id,
    userId,
    tokenHash: digestOf(secret),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionSeconds * 1000),
    userAgent: visitor.userAgent,
    address: visitor.address,
  });
  record({
    action: "session.started",
    subject: { type: "session", id },
    after: { userId, replaces: visitor.sessionId },
  });
  return secret;
}

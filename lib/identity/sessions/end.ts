import { and, eq, isNull, ne } from "drizzle-orm";
import { sessions } from "#db/schema/identity.ts";
import type { InstanceScope } from "#lib/core/operation.ts";
import { forgetIdentities } from "../who.ts";

/** Ends all sessions of an account, or all but one; they are forgotten here once they are over. Gives how many there were. */
export async function endSessions(
  { tx, now, afterCommit }: Pick<InstanceScope, "tx" | "now" | "afterCommit">,
  userId: string,
  { except }: { except?: string } = {},
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        except === undefined ? undefined : ne(sessions.id, except),
      ),
    )
    .returning({ id: sessions.id });
  afterCommit(forgetIdentities);
  return ended.length;
}

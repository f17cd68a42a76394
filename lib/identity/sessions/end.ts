import { and, eq, isNull, ne } from "drizzle-orm";
import { sessions } from "#db/schema/identity.ts";
import type { InstanceScope } from "#lib/core/operation.ts";

/** Ends all sessions of an account, or all but one. Gives how many there were. */
export async function endSessions(
  { tx, now }: Pick<InstanceScope, "tx" | "now">,
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
  return ended.length;
}

import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { passwordResets } from "#db/schema/identity.ts";
import { newId } from "#lib/core/id.ts";
import type { InstanceScope } from "#lib/core/operation.ts";
import { digestOf, newSecret } from "../secrets.ts";

const lifeMs = 10 * 60 * 1_000;
const oldMs = 24 * 60 * 60 * 1_000;

/**
 * Makes a link that sets the password of an account once, within ten minutes; an earlier one is dead. Without an account
 * it does the same work, and the link leads nowhere. The token stands behind `#`: no browser sends it, no proxy logs it.
 */
export async function issueReset({ tx, now }: InstanceScope, userId: string | null) {
  const id = newId();
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + lifeMs);
  await tx.delete(passwordResets).where(lt(passwordResets.expiresAt, new Date(now.getTime() - oldMs)));
  // Two at once for one account: the later one waits here for the first, and then ends it. The account's row is held as
  // the reference to it will be; without an account anybody's, since that takes as long.
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(${`password reset ${userId ?? id}`}, 0)) from (
      select from users where id = coalesce(${userId}::uuid, (select id from users limit 1)) for key share) held`);
  await tx
    .update(passwordResets)
    .set({ revokedAt: now })
    .where(
      and(eq(passwordResets.userId, userId ?? id), isNull(passwordResets.usedAt), isNull(passwordResets.revokedAt)),
    );
  await tx.insert(passwordResets).values({ id, userId, tokenHash: digestOf(token), createdAt: now, expiresAt });
  return { id, path: `/reset-password#${token}`, expiresAt };
}

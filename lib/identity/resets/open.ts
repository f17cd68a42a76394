import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { digestOf } from "../secrets.ts";

type Open = { id: string; userId: string; email: string };

/** The reset behind a link's token while it can be used; with `forUpdate` nobody else uses it meanwhile. */
export async function openReset(tx: Tx, token: string, forUpdate = false): Promise<Open | null> {
  const [found] = await tx.execute<Open>(sql`
    select r.id, u.id as "userId", u.email from password_resets r join users u on u.id = r.user_id
    where r.token_hash = ${digestOf(token)} and r.used_at is null and r.revoked_at is null and r.expires_at > now()
      and r.created_at > coalesce(u.password_changed_at, '-infinity')
    ${forUpdate ? sql`for no key update of r` : sql``}`);
  return found ?? null;
}

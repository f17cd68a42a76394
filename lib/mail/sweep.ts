import { lt, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { mails } from "#db/schema/mails.ts";

/** Takes out what ended a month ago; what was refused counts that long. Gives how many. */
export async function sweepMails(tx: Tx): Promise<number> {
  const { count } = await tx.delete(mails).where(lt(mails.endedAt, sql`now() - interval '31 days'`));
  return count;
}

import { sql } from "drizzle-orm";

/** Takes out a thousand at most of what ended a month ago; what was refused counts that long. */
export const sweepMails = sql`
  delete from mails where id in (
    select id from mails where ended_at < now() - interval '31 days' order by ended_at limit 1000 for update skip locked)`;

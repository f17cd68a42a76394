import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { database, type Tx } from "#db/client.ts";
import { type mailStates, mails } from "#db/schema/mails.ts";
import { mailSettings } from "#lib/core/environment.ts";
import { id } from "#lib/core/fields.ts";
import { errand } from "#lib/jobs/job.ts";
import { countMail } from "./metrics.ts";
import { addressHash, opened } from "./seal.ts";
import { failureOf, handOver, isRefusal } from "./transport.ts";

const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  database().transact({ workspaceId: null, mode: "write" }, ({ tx }) => work(tx));

/** The mail's end. Of the letter nothing is kept. */
async function end(mailId: string, state: Exclude<(typeof mailStates)[number], "waiting">): Promise<void> {
  await write((tx) =>
    tx
      .update(mails)
      .set({ state, sealed: null, endedAt: sql`now()`, tries: sql`${mails.tries} + 1` })
      .where(and(eq(mails.id, mailId), eq(mails.state, "waiting"))),
  );
  countMail(state);
}

/** Whether a server has lately refused letters to this address for good. */
const wasRefused = async (address: string): Promise<boolean> => {
  const rows = await write((tx) =>
    tx
      .select({ id: mails.id })
      .from(mails)
      .where(
        and(
          eq(mails.addressHash, addressHash(address)),
          eq(mails.state, "refused"),
          gt(mails.endedAt, sql`now() - interval '30 days'`),
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
};

/** Hands one mail of the outbox to the mail server, and asks to be called again while that does not take it. */
export const deliverMail = errand({
  name: "mail.deliver",
  input: z.strictObject({ mailId: id }),
  async run({ input: { mailId }, log }) {
    const [mail] = await write((tx) =>
      tx
        .select({
          sealed: mails.sealed,
          createdAt: mails.createdAt,
          isLate: sql<boolean>`${mails.giveUpAt} <= now()`,
        })
        .from(mails)
        .where(and(eq(mails.id, mailId), eq(mails.state, "waiting"))),
    );
    if (!mail?.sealed) return "done";
    const told = mail.isLate ? null : await opened(mail.sealed);
    if (told === null) {
      log.warn({ mailId, isLate: mail.isLate }, "mail given up");
      await end(mailId, "given_up");
      return "done";
    }
    if (told.unsubscribe !== undefined && (await wasRefused(told.to))) {
      await end(mailId, "suppressed");
      return "done";
    }
    const settings = mailSettings();
    if (settings === null) {
      log.error({ mailId }, "a mail waits, and this process has no SMTP_URL");
      return "again";
    }
    try {
      await handOver(settings, mailId, mail.createdAt, told);
    } catch (error) {
      if (isRefusal(error)) {
        log.warn({ mailId, ...failureOf(error) }, "mail refused");
        await end(mailId, "refused");
        return "done";
      }
      log.warn({ mailId, ...failureOf(error) }, "mail not taken, will be tried again");
      countMail("deferred");
      await write((tx) =>
        tx
          .update(mails)
          .set({ tries: sql`${mails.tries} + 1` })
          .where(eq(mails.id, mailId)),
      );
      return "again";
    }
    await end(mailId, "sent");
    return "done";
  },
});

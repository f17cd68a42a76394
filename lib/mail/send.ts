import type { Tx } from "#db/client.ts";
import { mails } from "#db/schema/mails.ts";
import { mailSettings } from "#lib/core/environment.ts";
import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import type { InstanceScope, Scope } from "#lib/core/operation.ts";
import { fieldProblems } from "#lib/core/problems.ts";
import { enqueueErrand } from "#lib/jobs/enqueue.ts";
import { deliverMail } from "./jobs.ts";
import { type Letter, letter } from "./letter.ts";
import { addressHash, sealed } from "./seal.ts";

const threeDaysMs = 3 * 24 * 60 * 60 * 1_000;

/** Whether this instance sends mail: SMTP_URL, MAIL_FROM and APP_URL are set. */
export const sendsMail = (): boolean => mailSettings() !== null;

/**
 * Puts a mail into the outbox, in the caller's transaction: it is sent once that has committed, and never if it has not.
 * Sent at least once; a copy that a crash caused has the same Message-ID. A server that is away or says 4xx is asked
 * again until `giveUpAt` (three days unless told, and never longer), one that says 5xx is not asked again.
 *
 * `isWithheld` does the same work and sends nothing, for an address that must not be told from another by the time it takes.
 * Gives the mail's id, or null where no mail is sent (`sendsMail`). Throws `invalid` for what is not one plain address.
 */
export async function sendMail(
  scope: Scope | InstanceScope,
  told: Letter,
  { giveUpAt, isWithheld = false }: { giveUpAt?: Date; isWithheld?: boolean } = {},
): Promise<string | null> {
  const parsed = letter.safeParse(told);
  if (!parsed.success) {
    throw new AppError("invalid", "The mail cannot be sent.", { fields: fieldProblems(parsed.error) });
  }
  if (!sendsMail()) return null;
  const id = newId();
  const latest = new Date(scope.now.getTime() + threeDaysMs);
  const until = giveUpAt !== undefined && giveUpAt < latest ? giveUpAt : latest;
  await insert(scope.tx, { id, told: parsed.data, now: scope.now, until, isWithheld });
  const whose = "actor" in scope ? scope.actor.workspace.id : null;
  const { requestId } = "actor" in scope ? scope.actor : scope.visitor;
  await enqueueErrand(scope, deliverMail, { mailId: id }, { workspaceId: whose, requestId });
  return id;
}

type New = { id: string; told: Letter; now: Date; until: Date; isWithheld: boolean };

async function insert(tx: Tx, { id, told, now, until, isWithheld }: New) {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  const text = await sealed(told, seconds);
  await tx.insert(mails).values({
    id,
    ...(isWithheld ? { state: "suppressed" as const, endedAt: now } : { sealed: text }),
    addressHash: addressHash(told.to),
    createdAt: now,
    giveUpAt: until,
  });
}

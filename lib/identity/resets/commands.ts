import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "#db/client.ts";
import { passwordResets, userIdentities, users } from "#db/schema/identity.ts";
import { invalid, notFound } from "#lib/core/errors.ts";
import { email } from "#lib/core/fields.ts";
import { type InstanceScope, instance } from "#lib/core/operation.ts";
import type { Letter } from "#lib/mail/letter.ts";
import { sendMail, sendsMail } from "#lib/mail/send.ts";
import { hashPassword } from "../password-hash.ts";
import { newPassword } from "../password-rules.ts";
import { endSessions } from "../sessions/end.ts";
import { countAddress, countMailTo, forgive } from "../sign-in-limits.ts";
import { issueReset } from "./issue.ts";
import { openReset } from "./open.ts";
import { forgotPasswordInput, forgotPasswordOut, issuedReset, resetToken } from "./schema.ts";

const accountOf = async ({ tx }: InstanceScope, address: string) =>
  (
    await tx
      .select({ id: users.id, email: users.email, hasPassword: sql<boolean>`${users.passwordHash} is not null` })
      .from(users)
      .where(eq(sql`lower(${users.email})`, address.toLowerCase()))
  )[0];

const lines = {
  reset: [
    "Somebody, hopefully you, asked for a new password for your account.",
    "This link works once, for ten minutes. If it was not you, there is nothing to do: your password stays as it is.",
  ],
  elsewhere: [
    "Somebody, hopefully you, asked for a new password. Your account has none: sign in through your organisation, as you always do.",
  ],
  done: [
    "The password of your account was set anew by a link from your mail, and you were signed out everywhere.",
    "If it was not you, ask for a new password at once, and have a look at who reads your mail.",
  ],
  disconnected:
    "Your account is not connected with another sign-in any more. Connect it again under Settings, Account, if you use one.",
};

const letterWith = (to: string, path: string): Letter => ({
  to,
  subject: "A new password for Throughline",
  paragraphs: [lines.reset[0] ?? "", { label: "Set a new password", path }, lines.reset[1] ?? ""],
});

/**
 * Mails a link that sets a new password. It says and does the same for an address that nobody has here, down to a mail
 * in the outbox that is never sent. Who has no password signs in elsewhere, and is told so.
 */
export const forgotPassword = instance({
  name: "password.forgot",
  needs: "anyone",
  mode: "write",
  status: 202,
  input: forgotPasswordInput,
  output: forgotPasswordOut,
  async prepare({ address }, { email }) {
    await countAddress(address);
    await countMailTo(email);
  },
  async run(scope, { email }) {
    if (!sendsMail()) return { mails: false };
    const account = await accountOf(scope, email);
    const { id, path, expiresAt } = await issueReset(scope, account?.hasPassword ? account.id : null);
    // To the address as the account has it, however it was written this time.
    const to = account?.email ?? email;
    const told: Letter =
      account?.hasPassword === false
        ? { to, subject: "Your Throughline account", paragraphs: lines.elsewhere }
        : letterWith(to, path);
    await sendMail(scope, told, { giveUpAt: expiresAt, isWithheld: account === undefined });
    // The same for everybody: this history tells nobody which addresses have an account.
    scope.record({ action: "password.forgotten", subject: { type: "reset", id } });
    return { mails: true };
  },
});

/** Prints a link for an account: for whoever runs the server. */
export const printReset = instance({
  name: "password.print",
  needs: "system",
  mode: "write",
  input: z.strictObject({ email, origin: z.string() }),
  output: issuedReset,
  async run(scope, { email, origin }) {
    const account = await accountOf(scope, email);
    if (!account) throw invalid("/email", "unknown", "has no account here");
    const { id, path, expiresAt } = await issueReset(scope, account.id);
    scope.record({ action: "password.linkPrinted", subject: { type: "user", id: account.id }, after: { reset: id } });
    return { link: `${origin}${path}`, expiresAt: expiresAt.toISOString() };
  },
});

const dead = { reason: "dead_reset" };

/**
 * Sets a new password by a link: once, and every other way into the account ends, sessions and connected providers alike.
 * Whoever was in it before the owner of the mailbox came must not get in again by what they have left there.
 */
export const resetPassword = instance({
  name: "password.reset",
  needs: "anyone",
  mode: "write",
  status: 204,
  input: z.strictObject({ token: resetToken, password: newPassword }),
  output: z.object({}),
  async prepare({ address }, { token, password }) {
    // Asked before the hash, which nobody without a link should be able to make us compute.
    const found = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => openReset(tx, token));
    if (!found) {
      await countAddress(address);
      throw notFound(dead);
    }
    return hashPassword(password);
  },
  async run(scope, { token }, passwordHash) {
    const { tx, visitor, now, record, afterCommit } = scope;
    const found = await openReset(tx, token, true);
    if (!found) throw notFound(dead);
    const { id, userId, email } = found;
    await tx.update(passwordResets).set({ usedAt: now }).where(eq(passwordResets.id, id));
    await tx
      .update(users)
      .set({ passwordHash, passwordChangedAt: now, updatedAt: now, version: sql`${users.version} + 1` })
      .where(eq(users.id, userId));
    const disconnected = await tx
      .delete(userIdentities)
      .where(eq(userIdentities.userId, userId))
      .returning({ issuer: userIdentities.issuer });
    const sessionsEnded = await endSessions(scope, userId);
    const after = { reset: id, sessionsEnded, providersDisconnected: disconnected.length };
    record({ action: "password.reset", subject: { type: "user", id: userId }, after });
    const paragraphs = disconnected.length > 0 ? [...lines.done, lines.disconnected] : lines.done;
    await sendMail(scope, { to: email, subject: "Your Throughline password was set anew", paragraphs });
    // Guesses at the old password do not keep its owner from using the new one, once it is the new one.
    afterCommit(() => Promise.all([forgive(email, null), forgive(email, visitor.address)]));
    return {};
  },
});

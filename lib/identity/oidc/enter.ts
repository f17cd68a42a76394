import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { invitations, sessions, userIdentities, users } from "#db/schema/identity.ts";
import { oidcSettings, opensSignUp } from "#lib/core/environment.ts";
import { AppError } from "#lib/core/errors.ts";
import { email as emailField, nameText } from "#lib/core/fields.ts";
import { type InstanceScope, instance } from "#lib/core/operation.ts";
import type { Letter } from "#lib/mail/letter.ts";
import { sendMail } from "#lib/mail/send.ts";
import { digestOf } from "../secrets.ts";
import { beginSession } from "../sessions/begin.ts";
import { insertUser } from "../users.ts";
import { forgetIdentities } from "../who.ts";

/** Why the provider's word was not enough. The pages have words for each. */
export const refusals = ["unverified", "known", "uninvited", "taken", "failed", "away"] as const;
export type Refusal = (typeof refusals)[number];

const refuse = (reason: Refusal) =>
  new AppError("forbidden", "The provider's word is not enough.", { logged: { reason: `oidc_${reason}` } });

const nobody = "00000000-0000-0000-0000-000000000000";

const input = z.strictObject({
  issuer: z.string().min(1).max(1_000),
  subject: z.string().min(1).max(255),
  email: z.string().max(1_000).nullable(),
  isVerified: z.boolean(),
  name: z.string().max(10_000).nullable(),
  linkTo: z.string().nullable(),
  invitation: z.string().max(500).nullable(),
});
type Given = z.output<typeof input>;

const identityOf = async ({ tx }: InstanceScope, { issuer, subject }: Given) =>
  (
    await tx
      .select({ userId: userIdentities.userId })
      .from(userIdentities)
      .where(and(eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)))
  )[0];

/** Waits for a change of password under way, which ends sessions and connections, and keeps one from beginning. */
async function hold({ tx }: InstanceScope, userId: string): Promise<{ email: string } | undefined> {
  const [account] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId)).for("share");
  return account;
}

/** Connects the identity with the account that is signed in and asked for it, and tells its owner. */
async function connect(scope: InstanceScope, given: Given, userId: string): Promise<void> {
  const { issuer, subject } = given;
  const account = await hold(scope, userId);
  const [living] = await scope.tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, scope.visitor.sessionId ?? nobody), isNull(sessions.revokedAt)));
  if (!account || !living) throw refuse("failed");
  const made = await scope.tx
    .insert(userIdentities)
    .values({ issuer, subject, userId })
    .onConflictDoNothing()
    .returning({ userId: userIdentities.userId });
  if (made.length > 0) {
    scope.record({ action: "identity.connected", subject: { type: "user", id: userId }, after: { issuer } });
    await sendMail(scope, connected(account.email));
  } else if ((await identityOf(scope, given))?.userId !== userId) throw refuse("taken");
}

const connected = (to: string): Letter => ({
  to,
  subject: "Your Throughline account was connected with another sign-in",
  paragraphs: [
    `From now on you can also sign in through ${oidcSettings()?.name ?? "single sign-on"}.`,
    "If it was not you, set a new password at once: that takes the connection back, and signs everybody out.",
    { label: "Set a new password", path: "/forgot-password" },
  ],
});

/** Whether somebody with this address may have an account: by an open invitation of theirs, or because anybody may. */
async function mayCome({ tx }: InstanceScope, address: string, invitation: string | null): Promise<boolean> {
  if (opensSignUp()) return true;
  if (invitation === null) return false;
  const found = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.tokenHash, digestOf(invitation)),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        sql`${invitations.expiresAt} > now()`,
        eq(sql`lower(${invitations.email})`, address.toLowerCase()),
      ),
    );
  return found.length > 0;
}

/** The account that the identity is connected with; held, so that it still is when its session has begun. */
async function accountOf(scope: InstanceScope, given: Given): Promise<string | undefined> {
  const found = await identityOf(scope, given);
  if (!found) return undefined;
  await hold(scope, found.userId);
  return (await identityOf(scope, given))?.userId;
}

/**
 * An account for somebody unknown. An address is never a reason to let somebody into an account that is there: its owner
 * signs in to it, and connects the provider. It only makes a new one, when the provider has confirmed it.
 */
async function welcome(scope: InstanceScope, given: Given): Promise<string> {
  const { issuer, subject, isVerified, invitation } = given;
  const address = emailField.safeParse(given.email).data;
  if (!isVerified || address === undefined) throw refuse("unverified");
  const [there] = await scope.tx
    .select({ id: users.id })
    .from(users)
    .where(eq(sql`lower(${users.email})`, address.toLowerCase()));
  if (there) throw refuse("known");
  if (!(await mayCome(scope, address, invitation))) throw refuse("uninvited");
  const name = nameText.safeParse(given.name?.trim()).data ?? address.split("@")[0] ?? address;
  const userId = await insertUser(scope.tx, { name, email: address, passwordHash: null });
  await scope.tx.insert(userIdentities).values({ issuer, subject, userId });
  scope.record({ action: "account.signedUp", subject: { type: "user", id: userId }, after: { issuer } });
  return userId;
}

/**
 * Begins a session for whom the provider names, by issuer and subject and nothing else. next-auth's route calls it; it has
 * no endpoint of its own. The secret is null when an account was connected: its session goes on.
 */
export const enterByProvider = instance({
  name: "session.startElsewhere",
  needs: "anyone",
  mode: "write",
  input,
  output: z.object({ userId: z.string(), secret: z.string().nullable() }),
  async run(scope, given) {
    const { tx, visitor } = scope;
    // Two windows of one person: the second finds what the first has made.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify([given.issuer, given.subject])}, 0))`,
    );
    if (given.linkTo !== null) {
      // Who began it must be who is here now.
      if (visitor.userId !== given.linkTo) throw refuse("failed");
      await connect(scope, given, given.linkTo);
      return { userId: given.linkTo, secret: null };
    }
    const userId = (await accountOf(scope, given)) ?? (await welcome(scope, given));
    const secret = await beginSession(scope, userId);
    scope.afterCommit(forgetIdentities);
    return { userId, secret };
  },
});

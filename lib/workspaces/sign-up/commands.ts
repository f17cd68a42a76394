import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { database, type Tx } from "#db/client.ts";
import { users } from "#db/schema/identity.ts";
import { opensSignUp } from "#lib/core/environment.ts";
import { AppError, notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { type InstanceScope, instance } from "#lib/core/operation.ts";
import { hashNewPassword } from "#lib/identity/new-password.ts";
import { hashPassword } from "#lib/identity/password-hash.ts";
import { newPassword } from "#lib/identity/password-rules.ts";
import { countAddress, countMailTo } from "#lib/identity/sign-in-limits.ts";
import { insertUser } from "#lib/identity/users.ts";
import type { Letter } from "#lib/mail/letter.ts";
import { sendMail, sendsMail } from "#lib/mail/send.ts";
import { insertWorkspace } from "../insert.ts";
import { confirmSignUpOut, signUpInput, signUpOut } from "./schema.ts";
import { signUpIn, signUpSeconds, signUpToken } from "./token.ts";

type Asked = z.output<typeof signUpInput>;

const accountOf = async (tx: Tx, email: string) =>
  (
    await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
  )[0];

/** As it is when nobody can sign up by themselves. */
function whereOpen(): void {
  if (!opensSignUp()) throw notFound({ reason: "sign_up_closed" });
}

/**
 * Somebody signs up: an account, and a workspace of their own. Where mail is sent, both are made by the link that goes to
 * the address; whoever owns the mailbox chooses the password, so nobody prepares an account for somebody else. An address
 * that has an account gets a mail that says so. Without mail they are made at once, and the address is not confirmed.
 * The answer, and the time it takes, are the same for every address.
 */
export const signUp = instance({
  name: "account.signUp",
  needs: "anyone",
  mode: "write",
  status: 202,
  input: signUpInput,
  output: signUpOut,
  async prepare({ address }, { email, password, name, workspace }) {
    whereOpen();
    await countAddress(address);
    await countMailTo(email);
    if (!sendsMail()) return { passwordHash: await hashNewPassword(password) };
    return { token: await signUpToken({ email, name, workspace }) };
  },
  async run(scope, asked, prepared) {
    const known = await accountOf(scope.tx, asked.email);
    scope.record({ action: "account.signUpAsked", subject: { type: "visit", id: newId() } });
    if (prepared.token === undefined) {
      await make(scope, asked, prepared.passwordHash, known?.id ?? null);
      return { mails: false };
    }
    const giveUpAt = new Date(scope.now.getTime() + signUpSeconds * 1_000);
    await sendMail(scope, known ? alreadyHere(asked.email) : welcome(asked.email, prepared.token), { giveUpAt });
    return { mails: true };
  },
});

/** Makes both; where the address has an account, does the same work and takes it back. */
async function make(scope: InstanceScope, asked: Asked, passwordHash: string, known: string | null): Promise<void> {
  const { tx, record } = scope;
  await tx.execute(sql`savepoint before_sign_up`);
  try {
    const ownerId = known ?? (await insertUser(tx, { name: asked.name, email: asked.email, passwordHash }));
    const { id: workspaceId, slug } = await insertWorkspace(tx, { ...asked.workspace, ownerId }, "/workspace/slug");
    if (known === null) {
      record({ action: "account.signedUp", subject: { type: "user", id: ownerId }, after: { workspaceId, slug } });
      return;
    }
  } catch (error) {
    // Somebody else was faster with this address.
    if (!(error instanceof AppError) || error.fields?.[0]?.pointer !== "/email") throw error;
  }
  await tx.execute(sql`rollback to savepoint before_sign_up`);
}

const welcome = (to: string, token: string): Letter => ({
  to,
  subject: "Finish signing up for Throughline",
  paragraphs: [
    "Somebody, hopefully you, signed up for Throughline with this address.",
    { label: "Choose a password and begin", path: `/sign-up/confirm#${token}` },
    "The link works once, for an hour. If it was not you, there is nothing to do.",
  ],
});

const alreadyHere = (to: string): Letter => ({
  to,
  subject: "You have a Throughline account already",
  paragraphs: [
    "Somebody, hopefully you, wanted to sign up for Throughline with this address, which has an account already.",
    { label: "Sign in", path: "/sign-in" },
    { label: "Set a new password, if you have forgotten yours", path: "/forgot-password" },
  ],
});

const dead = { reason: "dead_sign_up" };

/** Makes the account and its workspace by the mailed link, with the password that its reader chooses. */
export const confirmSignUp = instance({
  name: "account.confirm",
  needs: "anyone",
  mode: "write",
  status: 201,
  input: z.strictObject({ token: z.string().max(4_000), password: newPassword }),
  output: confirmSignUpOut,
  async prepare({ address }, { token, password }) {
    whereOpen();
    const asked = await signUpIn(token);
    const known =
      asked && (await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => accountOf(tx, asked.email)));
    // Asked before the hash, which nobody without a link should be able to make us compute.
    if (!asked || known) {
      await countAddress(address);
      throw notFound(dead);
    }
    return { asked, passwordHash: await hashPassword(password) };
  },
  async run({ tx, record }, _input, { asked, passwordHash }) {
    const { name, email, workspace } = asked;
    const id = await insertUser(tx, { name, email, passwordHash }).catch((error: unknown) => {
      throw error instanceof AppError && error.code === "invalid" ? notFound(dead) : error;
    });
    // The address that was wanted may have gone meanwhile; one is made of the name then.
    const row = await insertWorkspace(tx, { ...workspace, ownerId: id }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return insertWorkspace(tx, { name: workspace.name, ownerId: id });
    });
    const after = { workspaceId: row.id, slug: row.slug };
    record({ action: "account.signedUp", subject: { type: "user", id }, after });
    return { account: { id, email }, workspace: { slug: row.slug, name: row.name } };
  },
});

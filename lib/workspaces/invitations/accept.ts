import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { database, type Tx } from "#db/client.ts";
import { invitations, users } from "#db/schema/identity.ts";
import type { Visitor } from "#lib/core/actor.ts";
import { AppError, forbidden, invalid, notFound } from "#lib/core/errors.ts";
import { writeEvents } from "#lib/core/events.ts";
import { nameText, text } from "#lib/core/fields.ts";
import { newId } from "#lib/core/id.ts";
import { instance } from "#lib/core/operation.ts";
import type { Role } from "#lib/core/permissions.ts";
import { hashNewPassword } from "#lib/identity/new-password.ts";
import { isPassword } from "#lib/identity/password-hash.ts";
import { countAccount, countAddress, forgive } from "#lib/identity/sign-in-limits.ts";
import { insertUser } from "#lib/identity/users.ts";
import { forgetIdentities } from "#lib/identity/who.ts";
import { join } from "../members/join.ts";
import { lockPeople } from "../turn.ts";
import { openInvitation } from "./open.ts";
import { linkToken } from "./schema.ts";

/** The account that comes in: one that is there, or what a new one needs. */
type Account = { id: string } | { id: null; name: string; passwordHash: string };

const dead = { reason: "dead_invitation" };
const accountOf = async (tx: Tx, email: string) =>
  (
    await tx
      .select({ id: users.id, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
  )[0];

/** Who signs in by accepting proves the account that the address has; else one is made. Each costs one hash. */
async function accountFor({ address }: Visitor, email: string, name = "", password = ""): Promise<Account> {
  if (name === "") throw invalid("/name", "required", "is needed");
  if (password === "") throw invalid("/password", "required", "is needed");
  await countAddress(address);
  const known = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => accountOf(tx, email));
  if (!known) return { id: null, name, passwordHash: await hashNewPassword(password) };
  // Whoever holds a link counts apart from those who sign in: it cannot lock the owner of the account out.
  await countAccount(email, "invitation");
  if (!(await isPassword(password, known.passwordHash))) {
    throw new AppError("invalid", "The password is wrong.", {
      fields: [
        { pointer: "/password", code: "wrong_password", message: "is not the one that this address has here already" },
      ],
      logged: { reason: "wrong_password", userId: known.id },
    });
  }
  await forgive(email, "invitation", address);
  return { id: known.id };
}

/** The account that is signed in, if the invitation is for its address. */
async function ownAccount(tx: Tx, userId: string, email: string): Promise<string> {
  const [own] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
  if (own?.email.toLowerCase() === email.toLowerCase()) return userId;
  throw forbidden(`This invitation is for ${email}. Sign out, and open its link again.`);
}

type Joined = { workspaceId: string; userId: string; role: Role; invitationId: string; visitor: Visitor };

/** Whoever joins was nobody in the workspace before, so the transaction is bound to none; its history is told all the same. */
async function tellWorkspace(tx: Tx, { workspaceId, userId, role, invitationId, visitor }: Joined): Promise<void> {
  const event = {
    id: newId(),
    action: "member.joined",
    subject: { type: "member", id: userId },
    after: { role, invitationId },
    by: { kind: "member", id: userId, requestId: visitor.requestId, address: visitor.address },
  };
  await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
  await writeEvents(tx, workspaceId, [event]);
  await tx.execute(sql`select set_config('app.workspace_id', '', true)`);
}

/**
 * Lets somebody in by the link that they were sent: with the account that is signed in, if it has the invited address, or
 * with a name and a password. Once: of many at the same time one gets in, and the others find a dead link.
 */
export const acceptInvitation = instance({
  name: "invitation.accept",
  needs: "anyone",
  mode: "write",
  status: 201,
  // Name and password from who is not signed in. The account that the address may have already has an old password, which
  // need not be what a new one must.
  input: z.strictObject({ token: linkToken, name: nameText.optional(), password: text(200).optional() }),
  output: z.object({
    account: z.object({ id: z.string() }),
    workspace: z.object({ slug: z.string(), name: z.string() }),
  }),
  async prepare(visitor, { token, name, password }): Promise<Account | null> {
    // Asked before the hash, which nobody without a link should be able to make us compute.
    const found = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => openInvitation(tx, token));
    if (!found) throw notFound(dead);
    return visitor.kind === "account" ? null : accountFor(visitor, found.email, name, password);
  },
  async run({ tx, visitor, now, record, afterCommit }, { token }, account) {
    const seen = await openInvitation(tx, token);
    if (!seen) throw notFound(dead);
    const workspace = await lockPeople(tx, seen.workspaceId);
    // In its turn: it may have been accepted or withdrawn while this one waited.
    const found = await openInvitation(tx, token);
    if (!found) throw notFound(dead);
    const { id, workspaceId, email, role } = found;
    const userId =
      account === null
        ? await ownAccount(tx, visitor.userId ?? "", email)
        : account.id !== null
          ? account.id
          : await insertUser(tx, { name: account.name, email, passwordHash: account.passwordHash });
    const isNew = await join(tx, { workspaceId, userId, role });
    await tx
      .update(invitations)
      .set({ acceptedAt: now, acceptedBy: userId, updatedAt: now, version: sql`${invitations.version} + 1` })
      .where(eq(invitations.id, id));
    const subject = { type: "invitation", id };
    record({ action: "invitation.accepted", subject, after: { workspaceId, userId, role } });
    if (isNew) {
      await tellWorkspace(tx, { workspaceId, userId, role, invitationId: id, visitor });
    }
    afterCommit(forgetIdentities);
    return { account: { id: userId }, workspace };
  },
});

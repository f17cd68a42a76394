import { and, count, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { invitations, users } from "#db/schema/identity.ts";
import { authorId } from "#lib/core/author.ts";
import { forbidden, invalid, notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh } from "#lib/core/operation.ts";
import { addressedTo, undecided, withdrawInvitations } from "#lib/identity/invitations.ts";
import { digestOf, newSecret } from "#lib/identity/secrets.ts";
import { countInvitation } from "#lib/identity/sign-in-limits.ts";
import { sendMail, sendsMail } from "#lib/mail/send.ts";
import { members } from "../members/row.ts";
import { mayGive } from "../members/rules.ts";
import { takeTurn } from "../turn.ts";
import { readInvitations } from "./row.ts";
import { createInvitationInput, invitationOut, revokeInvitationInput } from "./schema.ts";

const mostOpen = 1_000;
const lifeMs = 7 * 24 * 60 * 60 * 1_000;

/** Invites an address; its link's token stands in the answer, and in the mail where one is sent. An earlier link is dead. */
export const createInvitation = command({
  name: "invitation.create",
  needs: "admin",
  status: 201,
  secrets: ["token"],
  input: createInvitationInput,
  // Without the token when an answer is replayed.
  output: invitationOut.extend({ token: z.string(), isMailed: z.boolean() }),
  async run(scope, { email, role }) {
    const { tx, actor, now, record } = scope;
    const workspaceId = actor.workspace.id;
    const rights = await takeTurn(scope);
    // A link goes through hands; who it brings in can be made an owner afterwards.
    if (role === "owner") throw forbidden("Nobody is invited as an owner. Make them one when they are here.");
    if (!mayGive(rights, role)) throw forbidden(`You cannot give the role ${role}.`);
    const [member] = await members(tx, workspaceId, eq(sql`lower(${users.email})`, email.toLowerCase()));
    if (member) throw invalid("/email", "member", "belongs to a member already");
    if (sendsMail()) await countInvitation(workspaceId, email);
    await withdrawInvitations(scope, addressedTo(email), "a newer one was sent");
    const [open] = await tx
      .select({ count: count() })
      .from(invitations)
      .where(and(eq(invitations.workspaceId, workspaceId), undecided, gt(invitations.expiresAt, now)));
    if ((open?.count ?? 0) >= mostOpen) throw forbidden("A workspace has at most 1,000 open invitations.");
    const id = newId();
    const token = newSecret();
    const expiresAt = new Date(now.getTime() + lifeMs);
    await tx.insert(invitations).values({
      id,
      workspaceId,
      email,
      role,
      tokenHash: digestOf(token),
      createdBy: authorId(actor),
      createdByKind: actor.kind,
      createdAt: now,
      updatedAt: now,
      expiresAt,
    });
    // Without the address: whoever may read the history may not all know who is being invited.
    record({
      action: "invitation.created",
      subject: { type: "invitation", id },
      after: { role, expiresAt: expiresAt.toISOString(), version: 1 },
    });
    const [made] = await readInvitations(tx, workspaceId, sql`i.id = ${id}`);
    if (!made) throw new Error("the invitation was not stored");
    const mail = await sendMail(
      scope,
      {
        to: email,
        subject: `${actor.name} invites you to ${actor.workspace.name}`,
        paragraphs: [
          `${actor.name} invites you to work in ${actor.workspace.name} on Throughline, as ${role}.`,
          { label: "Accept the invitation", path: `/invitations#${token}` },
          "The link works once, for seven days. If you do not know what this is about, there is nothing to do.",
        ],
      },
      { giveUpAt: expiresAt },
    );
    return { ...made, token, isMailed: mail !== null };
  },
});

/** Withdraws an invitation: its link is dead at once. */
export const revokeInvitation = command({
  name: "invitation.revoke",
  needs: "admin",
  takesIfMatch: true,
  status: 204,
  input: revokeInvitationInput,
  output: z.object({}),
  async run(scope, { id }) {
    await takeTurn(scope);
    const [found] = await readInvitations(scope.tx, scope.actor.workspace.id, sql`i.id = ${id}`);
    if (!found) throw notFound();
    await fresh(scope, found.version, async () => found);
    await withdrawInvitations(scope, eq(invitations.id, id), "withdrawn");
    return {};
  },
});

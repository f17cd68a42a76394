import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { invitations } from "#db/schema/identity.ts";
import type { Scope } from "#lib/core/operation.ts";

/** Invitations that were neither accepted nor withdrawn; those whose time is over among them. */
export const undecided = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

/** Ends the open invitations of the actor's workspace that `which` picks, each with an event that says why. */
export async function withdrawInvitations({ tx, actor, now, record }: Scope, which: SQL, reason: string) {
  const ended = await tx
    .update(invitations)
    .set({ revokedAt: now, updatedAt: now, version: sql`${invitations.version} + 1` })
    .where(and(eq(invitations.workspaceId, actor.workspace.id), undecided, which))
    .returning({ id: invitations.id, role: invitations.role, version: invitations.version });
  for (const { id, role, version } of ended) {
    record({
      action: "invitation.revoked",
      subject: { type: "invitation", id },
      reason,
      before: { role, version: version - 1 },
    });
  }
}

/** Those that somebody made: an invitation is worth no more than the right of who made it. */
export const madeBy = (kind: "member" | "key", id: string): SQL =>
  sql`${invitations.createdByKind} = ${kind} and ${invitations.createdBy} = ${id}`;

export const addressedTo = (email: string): SQL => sql`lower(${invitations.email}) = ${email.toLowerCase()}`;

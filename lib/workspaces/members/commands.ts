import { and, count, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { memberships } from "#db/schema/identity.ts";
import { forbidden, notFound } from "#lib/core/errors.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import { type Permission, permissionsOf, type Role } from "#lib/core/permissions.ts";
import { addressedTo, madeBy, withdrawInvitations } from "#lib/identity/invitations.ts";
import { forgetIdentities } from "#lib/identity/who.ts";
import { takeTurn } from "../turn.ts";
import { members, presented } from "./row.ts";
import { mayGive } from "./rules.ts";
import { memberOut, removeMemberInput, updateMemberInput } from "./schema.ts";

async function memberWith({ tx, actor }: Scope, userId: string) {
  const [row] = await members(tx, actor.workspace.id, eq(memberships.userId, userId));
  if (!row) throw notFound();
  return row;
}

function reach(rights: ReadonlySet<Permission>, role: Role): void {
  if (!mayGive(rights, role)) throw forbidden(`You cannot give or take away the role ${role}.`);
}

/** There is always an owner; asked in one's turn, so nobody else is going at the same time. */
async function spareOwner({ tx, actor }: Scope): Promise<void> {
  const [owners] = await tx
    .select({ count: count() })
    .from(memberships)
    .where(
      and(
        eq(memberships.workspaceId, actor.workspace.id),
        eq(memberships.role, "owner"),
        isNull(memberships.removedAt),
      ),
    );
  if ((owners?.count ?? 0) < 2) throw forbidden("A workspace always has an owner. Make somebody else one first.");
}

const change = ({ tx, actor, now }: Scope, userId: string, set: { role: Role } | { removedAt: Date }) =>
  tx
    .update(memberships)
    .set({ ...set, updatedAt: now, version: sql`${memberships.version} + 1` })
    .where(and(eq(memberships.workspaceId, actor.workspace.id), eq(memberships.userId, userId)));

/** Gives a member another role: within a second it counts everywhere, and streams that are open begin anew. */
export const updateMember = command({
  name: "member.update",
  needs: "admin",
  takesIfMatch: true,
  input: updateMemberInput,
  output: memberOut,
  async run(scope, { userId, role }) {
    const rights = await takeTurn(scope);
    const row = await memberWith(scope, userId);
    await fresh(scope, row.version, async () => presented(row));
    reach(rights, row.role);
    reach(rights, role);
    if (role === row.role) return presented(row);
    if (row.role === "owner") await spareOwner(scope);
    await change(scope, userId, { role });
    const version = row.version + 1;
    scope.record({
      action: "member.updated",
      subject: { type: "member", id: userId },
      before: { role: row.role, version: row.version },
      after: { role, version },
    });
    if (!permissionsOf(role).has("admin")) {
      await withdrawInvitations(scope, madeBy("member", userId), "who sent it may invite nobody any more");
    }
    scope.afterCommit(forgetIdentities);
    return presented({ ...row, role, version });
  },
});

/** Removes a member, with the invitations they sent. What they did and own keeps their name. */
export const removeMember = command({
  name: "member.remove",
  needs: "admin",
  takesIfMatch: true,
  status: 204,
  input: removeMemberInput,
  output: z.object({}),
  async run(scope, { userId }) {
    const rights = await takeTurn(scope);
    const row = await memberWith(scope, userId);
    await fresh(scope, row.version, async () => presented(row));
    reach(rights, row.role);
    if (row.role === "owner") await spareOwner(scope);
    await change(scope, userId, { removedAt: scope.now });
    scope.record({
      action: "member.removed",
      subject: { type: "member", id: userId },
      before: { role: row.role, version: row.version },
    });
    await withdrawInvitations(scope, madeBy("member", userId), "who sent it was removed");
    await withdrawInvitations(scope, addressedTo(row.email), "who it is for was removed");
    scope.afterCommit(forgetIdentities);
    return {};
  },
});

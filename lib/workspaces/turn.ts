import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { memberships, workspaces } from "#db/schema/identity.ts";
import { forbidden, notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { type Permission, permissionsOf } from "#lib/core/permissions.ts";

/** Changes of who belongs to a workspace take turns on its row: what one of them has seen holds until it is done. */
export async function lockPeople(tx: Tx, workspaceId: string) {
  const [row] = await tx
    .select({ slug: workspaces.slug, name: workspaces.name })
    .from(workspaces)
    .where(and(eq(workspaces.id, workspaceId), isNull(workspaces.deletedAt)))
    .for("no key update");
  if (!row) throw notFound();
  return row;
}

/** Takes the turn and gives what the actor may do now: whoever had it before may just have changed that. */
export async function takeTurn({ tx, actor }: Scope): Promise<ReadonlySet<Permission>> {
  await lockPeople(tx, actor.workspace.id);
  if (actor.kind !== "member") return actor.permissions;
  const [own] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(
      and(
        eq(memberships.workspaceId, actor.workspace.id),
        eq(memberships.userId, actor.id),
        isNull(memberships.removedAt),
      ),
    );
  if (!own) throw notFound({ reason: "not_a_member" });
  const permissions = permissionsOf(own.role);
  if (!permissions.has("admin")) throw forbidden("This needs the permission admin.");
  return permissions;
}

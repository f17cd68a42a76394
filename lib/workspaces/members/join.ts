import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { memberships } from "#db/schema/identity.ts";
import type { Role } from "#lib/core/permissions.ts";

type Joining = { workspaceId: string; userId: string; role: Role };

/** Makes somebody a member, again where they were removed. Says whether they were none; else nothing changes. */
export async function join(tx: Tx, { workspaceId, userId, role }: Joining): Promise<boolean> {
  const joined = await tx
    .insert(memberships)
    .values({ workspaceId, userId, role })
    .onConflictDoUpdate({
      target: [memberships.workspaceId, memberships.userId],
      set: {
        role,
        removedAt: null,
        createdAt: sql`now()`,
        updatedAt: sql`now()`,
        version: sql`${memberships.version} + 1`,
      },
      setWhere: sql`${memberships.removedAt} is not null`,
    })
    .returning({ userId: memberships.userId });
  return joined.length > 0;
}

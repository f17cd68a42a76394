import { sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import type { Actor, ActorWorkspace } from "#lib/core/actor.ts";
import type { Permission } from "#lib/core/permissions.ts";

/** The product itself as an actor, named after what it does. Null when the workspace is not there (any more). */
export async function systemActor(
  workspaceId: string,
  { name, needs, requestId }: { name: string; needs: readonly Permission[]; requestId: string },
): Promise<Actor | null> {
  const [workspace] = await database().transact({ workspaceId, mode: "read" }, ({ tx }) =>
    tx.execute<ActorWorkspace>(sql`
      select id, slug, name, time_zone as "timeZone", currency from workspaces
      where id = ${workspaceId} and deleted_at is null`),
  );
  if (!workspace) return null;
  return { kind: "system", id: name, name, role: null, permissions: new Set(needs), workspace, requestId };
}

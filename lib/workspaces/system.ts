import { and, eq, isNull } from "drizzle-orm";
import { database } from "#db/client.ts";
import { workspaces } from "#db/schema/identity.ts";
import type { Actor, Visitor } from "#lib/core/actor.ts";
import { invalid } from "#lib/core/errors.ts";
import { permissionsOf } from "#lib/core/permissions.ts";

/** The command line, before it is in any workspace. No request can become this. */
export const commandLine = (): Visitor => ({
  kind: "system",
  userId: null,
  sessionId: null,
  keyId: null,
  keyWorkspaceId: null,
  address: "command line",
  userAgent: null,
  requestId: `cli-${crypto.randomUUID()}`,
});

/** The command line in the workspace with this slug, with an owner's rights. */
export async function commandLineIn(slug: string): Promise<Actor> {
  const [workspace] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx
      .select({
        id: workspaces.id,
        slug: workspaces.slug,
        name: workspaces.name,
        timeZone: workspaces.timeZone,
        currency: workspaces.currency,
      })
      .from(workspaces)
      .where(and(eq(workspaces.slug, slug), isNull(workspaces.deletedAt))),
  );
  if (!workspace) throw invalid("/workspace", "unknown", "is not the slug of a workspace here");
  const { requestId } = commandLine();
  const permissions = permissionsOf("owner");
  return { kind: "system", id: "cli", name: "Command line", role: null, permissions, workspace, requestId };
}

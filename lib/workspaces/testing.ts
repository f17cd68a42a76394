import { encode } from "next-auth/jwt";
import { database } from "#db/client.ts";
import { memberships, sessions, users } from "#db/schema/identity.ts";
import type { Actor, ActorWorkspace } from "#lib/core/actor.ts";
import { authSecret } from "#lib/core/environment.ts";
import { newId } from "#lib/core/id.ts";
import { type ApiScope, permissionsOf, type Role, roles, scopes } from "#lib/core/permissions.ts";
import { createApiKey } from "#lib/identity/api-keys/commands.ts";
import { digestOf, newSecret } from "#lib/identity/secrets.ts";
import { insertWorkspace } from "./insert.ts";

/** A workspace of a test's own, with a member of each role, and ways to be somebody in it. For tests only. */
export type TestWorkspace = {
  workspace: ActorWorkspace;
  /** One for each role. */
  actors: Record<Role, Actor>;
  /** An API key; all scopes unless told. */
  key: (wanted?: ApiScope[]) => Promise<string>;
  /** A Cookie header for a new session of the member with this role. */
  cookie: (role: Role) => Promise<string>;
};

export async function newTestWorkspace(name = "Meridian"): Promise<TestWorkspace> {
  const people = roles.map((role) => ({ role, id: newId() }));
  const owner = people[0]?.id ?? "";
  const row = await database().transact({ workspaceId: null, mode: "write" }, async ({ tx }) => {
    await tx
      .insert(users)
      .values(people.map(({ id, role }) => ({ id, name: `The ${role}`, email: `${role}-${id}@meridian.example` })));
    const made = await insertWorkspace(tx, { name, slug: `test-${newId()}`, ownerId: owner });
    await tx
      .insert(memberships)
      .values(people.slice(1).map(({ id, role }) => ({ workspaceId: made.id, userId: id, role })));
    return made;
  });
  const { id, slug, timeZone, currency } = row;
  const workspace = { id, slug, name: row.name, timeZone, currency };
  const actorOf = ({ role, id }: (typeof people)[number]): Actor => ({
    kind: "member",
    id,
    name: `The ${role}`,
    role,
    permissions: permissionsOf(role),
    workspace,
    requestId: `test-${role}`,
  });
  const actors = Object.fromEntries(people.map((person) => [person.role, actorOf(person)])) as Record<Role, Actor>;
  return {
    workspace,
    actors,
    key: async (wanted = [...scopes]) => (await createApiKey(actors.owner, { name: newId(), scopes: wanted })).key,
    cookie: (role) => cookieOf(actors[role].id),
  };
}

/** A Cookie header for a new session of this person. */
export async function cookieOf(userId: string): Promise<string> {
  const sid = newSecret();
  await database().transact({ workspaceId: null, mode: "write" }, ({ tx }) =>
    tx.insert(sessions).values({
      id: newId(),
      userId,
      tokenHash: digestOf(sid),
      expiresAt: new Date(Date.now() + 3_600_000),
    }),
  );
  const token = await encode({ token: { sub: userId, sid }, secret: authSecret(), maxAge: 3_600 });
  return `throughline.session=${token}`;
}

import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { memberships, users, workspaces } from "#db/schema/identity.ts";
import { unauthenticated } from "#lib/core/errors.ts";
import { instance } from "#lib/core/operation.ts";
import { roles } from "#lib/core/permissions.ts";
import { accountOut } from "./account/schema.ts";

/** Who I am, my workspaces and my role in each. */
export const getSession = instance({
  name: "session.get",
  needs: "account",
  mode: "read",
  input: z.strictObject({}),
  output: z.object({
    account: accountOut,
    workspaces: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string(), role: z.enum(roles) })),
  }),
  async run({ tx, visitor: { userId } }) {
    if (userId === null) throw unauthenticated();
    const [account] = await tx
      .select({ id: users.id, name: users.name, email: users.email, version: users.version })
      .from(users)
      .where(eq(users.id, userId));
    if (!account) throw unauthenticated();
    const mine = await tx
      .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name, role: memberships.role })
      .from(memberships)
      .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
      .where(and(eq(memberships.userId, userId), isNull(memberships.removedAt), isNull(workspaces.deletedAt)))
      .orderBy(asc(memberships.createdAt), asc(workspaces.id))
      .limit(1_000);
    return { account, workspaces: mine };
  },
});

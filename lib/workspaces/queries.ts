import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { memberships, users, workspaces } from "#db/schema/identity.ts";
import { notFound } from "#lib/core/errors.ts";
import { page, pageOf } from "#lib/core/fields.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { presented } from "./representation.ts";
import { memberOut, workspaceOut } from "./schema.ts";

/** The workspace's own settings. */
export const getWorkspace = query({
  name: "workspace.get",
  needs: "read",
  input: z.strictObject({}),
  output: workspaceOut,
  async run({ tx, actor }) {
    const [row] = await tx
      .select()
      .from(workspaces)
      .where(and(eq(workspaces.id, actor.workspace.id), isNull(workspaces.deletedAt)));
    if (!row) throw notFound();
    return presented(row);
  },
});

const byName = keyset([
  { column: sql`lower(${users.name})`, direction: "asc", cast: "text" },
  { column: users.id, direction: "asc", cast: "uuid" },
]);

/** Everybody in the workspace, by name. */
export const listMembers = query({
  name: "member.list",
  needs: "read",
  input: z.strictObject(page),
  output: pageOf(memberOut),
  async run({ tx, actor }, { limit = defaultLimit, cursor }) {
    const rows = await tx
      .select({
        id: users.id,
        name: users.name,
        email: users.email,
        role: memberships.role,
        sortName: sql<string>`lower(${users.name})`,
      })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.workspaceId, actor.workspace.id), byName.after(cursor)))
      .orderBy(byName.order)
      .limit(limit + 1);
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.sortName, row.id],
    );
  },
});

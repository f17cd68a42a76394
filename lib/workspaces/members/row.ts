import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { memberships, users } from "#db/schema/identity.ts";
import type { memberOut } from "./schema.ts";

/** The columns of a member as the API shows one, and what lists are sorted by. */
export const memberColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: memberships.role,
  createdAt: memberships.createdAt,
  version: memberships.version,
  sortName: sql<string>`lower(${users.name})`,
};

type Row = Omit<z.output<typeof memberOut>, "createdAt"> & { createdAt: Date; sortName: string };

/** A row as the API shows it. */
export const presented = ({ sortName: _, createdAt, ...row }: Row): z.input<typeof memberOut> => ({
  ...row,
  createdAt: createdAt.toISOString(),
});

/** The living members of a workspace that `which` picks. */
export const members = (tx: Tx, workspaceId: string, which?: SQL) =>
  tx
    .select(memberColumns)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspaceId), isNull(memberships.removedAt), which));

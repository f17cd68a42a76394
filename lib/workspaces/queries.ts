import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { workspaces } from "#db/schema/identity.ts";
import { notFound } from "#lib/core/errors.ts";
import { query } from "#lib/core/operation.ts";
import { presented } from "./representation.ts";
import { workspaceOut } from "./schema.ts";

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

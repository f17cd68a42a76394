import type { z } from "zod";
import type { workspaces } from "#db/schema/identity.ts";
import type { workspaceOut } from "./schema.ts";

/** A row as the API shows it. */
export const presented = (row: typeof workspaces.$inferSelect): z.input<typeof workspaceOut> => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

import type { z } from "zod";
import type { apiKeys } from "#db/schema/identity.ts";
import type { apiKeyOut } from "./schema.ts";

/** A row as the API shows it. */
export const presented = (row: typeof apiKeys.$inferSelect): z.input<typeof apiKeyOut> => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
});

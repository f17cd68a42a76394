import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { apiKeys } from "#db/schema/identity.ts";
import { page, pageOf } from "#lib/core/fields.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { presented } from "./representation.ts";
import { apiKeyOut } from "./schema.ts";

const newestFirst = keyset([
  { column: apiKeys.createdAt, direction: "desc", cast: "timestamptz" },
  { column: apiKeys.id, direction: "desc", cast: "uuid" },
]);

/** The workspace's living keys, newest first; never their secrets. */
export const listApiKeys = query({
  name: "apiKey.list",
  needs: "admin",
  input: z.strictObject(page),
  output: pageOf(apiKeyOut),
  async run({ tx, actor }, { limit = defaultLimit, cursor }) {
    const rows = await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.workspaceId, actor.workspace.id), isNull(apiKeys.revokedAt), newestFirst.after(cursor)))
      .orderBy(newestFirst.order)
      .limit(limit + 1);
    return paged(rows, limit, presented, (row) => [row.createdAt.toISOString(), row.id]);
  },
});

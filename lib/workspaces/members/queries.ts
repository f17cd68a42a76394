import { sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/schema/identity.ts";
import { page, pageOf } from "#lib/core/fields.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { members, presented } from "./row.ts";
import { memberOut } from "./schema.ts";

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
    const rows = await members(tx, actor.workspace.id, byName.after(cursor))
      .orderBy(byName.order)
      .limit(limit + 1);
    return paged(rows, limit, presented, (row) => [row.sortName, row.id]);
  },
});

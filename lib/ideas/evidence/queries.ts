import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { readEvidence } from "./read.ts";
import { evidencePage, listEvidenceInput } from "./schema.ts";

const key = keyset([
  { column: sql`e.occurred_at`, cast: "timestamptz", direction: "desc" },
  { column: sql`e.feedback_id`, cast: "uuid", direction: "desc" },
]);

/** What was said for an idea, the newest first. */
export const listEvidence = query({
  name: "evidence.list",
  needs: "read",
  input: listEvidenceInput,
  output: evidencePage,
  async run({ tx, actor: { workspace } }, { id, limit = defaultLimit, cursor }) {
    const own = sql`${workspace.id}::uuid`;
    const [idea] = await tx.execute(
      sql`select from ideas where workspace_id = ${own} and id = ${id}::uuid and deleted_at is null`,
    );
    if (!idea) throw notFound();
    const after = key.after(cursor) ?? sql`true`;
    const page = sql`
      select e.* from evidence e
      where e.workspace_id = ${own} and e.idea_id = ${id}::uuid and e.counted and ${after}
      order by ${key.order} limit ${limit + 1}`;
    const rows = await readEvidence(tx, workspace, page, key.order);
    return paged(
      rows,
      limit,
      ({ item }) => item,
      ({ occurredAt, item }) => [occurredAt, item.feedback.id],
    );
  },
});

import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import { query } from "#lib/core/operation.ts";
import { keyset } from "#lib/core/pagination.ts";
import { asksWhere } from "./page.ts";
import type { Said } from "./read.ts";
import { askPage, listAsksInput } from "./schema.ts";

const key = keyset([
  { column: sql`f.occurred_at`, cast: "timestamptz", direction: "desc" },
  { column: sql`f.id`, cast: "uuid", direction: "desc" },
]);

/** Everything a company said, the newest first, and where each of it stands: in five statements however much it is. */
export const listAsks = query({
  name: "company.asks",
  needs: "read",
  input: listAsksInput,
  output: askPage,
  async run(scope, { id, ...asked }) {
    const { tx, actor } = scope;
    const [company] = await tx.execute(sql`
      select from companies where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid and deleted_at is null`);
    if (!company) throw notFound();
    const valuesOf = (row: Said) => [row.occurredAt, row.id];
    return asksWhere(scope, sql`f.company_id = ${id}::uuid`, { key, valuesOf }, asked);
  },
});

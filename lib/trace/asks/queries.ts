import { sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { keyset } from "#lib/core/pagination.ts";
import { asksWhere } from "./page.ts";
import type { Said } from "./read.ts";
import { askPage, listAsksInput } from "./schema.ts";

const key = keyset([
  { column: sql`f.occurred_at`, cast: "timestamptz", direction: "desc" },
  { column: sql`f.id`, cast: "uuid", direction: "desc" },
]);
const valuesOf = (row: Said) => [row.occurredAt, row.id];

const speakers = {
  company: { table: sql`companies`, column: sql`f.company_id` },
  contact: { table: sql`contacts`, column: sql`f.contact_id` },
};

/** Everything that somebody said, the newest first, and where each of it stands: in five statements however much it is. */
async function asksOf(scope: Scope, speaker: keyof typeof speakers, { id, ...asked }: z.output<typeof listAsksInput>) {
  const { tx, actor } = scope;
  const { table, column } = speakers[speaker];
  const [found] = await tx.execute(sql`
    select from ${table} where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid and deleted_at is null`);
  if (!found) throw notFound();
  return asksWhere(scope, sql`${column} = ${id}::uuid`, { key, valuesOf }, asked);
}

export const listAsks = query({
  name: "company.asks",
  needs: "read",
  input: listAsksInput,
  output: askPage,
  run: (scope, given) => asksOf(scope, "company", given),
});

export const listContactAsks = query({
  name: "contact.asks",
  needs: "read",
  input: listAsksInput,
  output: askPage,
  run: (scope, given) => asksOf(scope, "contact", given),
});

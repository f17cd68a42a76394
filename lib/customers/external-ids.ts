import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";

export type ExternalId = { source: string; id: string };

const key = ({ source, id }: ExternalId) => JSON.stringify([source, id]);

/** Sorted and without repetition, so that two lists that say the same are the same. */
export function tidyIds(ids: ExternalId[]): ExternalId[] {
  const unique = new Map(ids.map((known) => [key(known), { source: known.source, id: known.id }]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, known]) => known);
}

const tables = {
  company: { table: sql`company_external_ids`, column: sql`company_id`, constraint: "company_external_ids_pk" },
  contact: { table: sql`contact_external_ids`, column: sql`contact_id`, constraint: "contact_external_ids_pk" },
};

/** Brings what sources call a company or contact from `held` to `next`. One that is taken: 409. */
export async function setExternalIds(
  { tx, actor }: Scope,
  of: keyof typeof tables,
  id: string,
  held: ExternalId[],
  next: ExternalId[],
): Promise<void> {
  const { table, column, constraint } = tables[of];
  const own = sql`${actor.workspace.id}::uuid`;
  const missingIn = (list: ExternalId[]) => {
    const keys = new Set(list.map(key));
    return (known: ExternalId) => !keys.has(key(known));
  };
  const gone = held.filter(missingIn(next));
  const added = next.filter(missingIn(held));
  if (gone.length > 0) {
    await tx.execute(sql`
      delete from ${table} x using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as g(source text, id text)
      where x.workspace_id = ${own} and x.${column} = ${id}::uuid and x.source = g.source and x.external_id = g.id`);
  }
  if (added.length === 0) return;
  await translated(
    tx.execute(sql`
      insert into ${table} (workspace_id, source, external_id, ${column})
      select ${own}, a.source, a.id, ${id}::uuid
      from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as a(source text, id text)`),
    { [constraint]: () => conflict(`One of these external ids belongs to another ${of}: see externalIds.`) },
  );
}

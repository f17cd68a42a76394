import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { notFound } from "#lib/core/errors.ts";
import { changes, type Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";

/** What a card is linked to. Links to records `r` that are not alive any more are out of sight and stay. */
export const linkKinds = {
  ideaIds: { table: "initiative_ideas", column: "idea_id", target: "ideas", alive: sql`r.merged_into_id is null` },
  objectiveIds: { table: "initiative_objectives", column: "objective_id", target: "objectives", alive: sql`true` },
  keyResultIds: {
    table: "initiative_key_results",
    column: "key_result_id",
    target: "key_results",
    alive: sql`exists (select from objectives o
      where o.workspace_id = r.workspace_id and o.id = r.objective_id and o.deleted_at is null)`,
  },
} as const;
export type LinkKind = keyof typeof linkKinds;
const names = Object.keys(linkKinds) as LinkKind[];

export type Links = Partial<Record<LinkKind, string[]>>;

async function setOne(
  scope: Scope,
  initiativeId: string,
  kind: LinkKind,
  wanted: string[],
  reason: string | null,
): Promise<Values> {
  const { tx, actor, now } = scope;
  const { table, column, target, alive } = linkKinds[kind];
  const [links, key, records] = [sql.identifier(table), sql.identifier(column), sql.identifier(target)];
  const ids = JSON.stringify([...new Set(wanted)].sort());
  const rows = await tx.execute<{ id: string; linked: boolean; wanted: boolean }>(sql`
    with w as (select jsonb_array_elements_text(${ids}::jsonb)::uuid as id),
    l as (select ${key} as id from ${links} where workspace_id = ${actor.workspace.id} and initiative_id = ${initiativeId})
    select r.id, l.id is not null as linked, w.id is not null as wanted
    from w full join l on l.id = w.id
    join ${records} r on r.workspace_id = ${actor.workspace.id} and r.id = coalesce(w.id, l.id)
    where r.deleted_at is null and ${alive} order by r.id`);
  if (rows.filter((row) => row.wanted).length < new Set(wanted).size) throw notFound();
  const [added, removed] = [rows.filter((row) => !row.linked), rows.filter((row) => !row.wanted)].map((some) =>
    JSON.stringify(some.map(({ id }) => id)),
  );
  if (removed !== "[]") {
    await tx.execute(sql`
      delete from ${links} where workspace_id = ${actor.workspace.id} and initiative_id = ${initiativeId}
        and ${key} in (select jsonb_array_elements_text(${removed}::jsonb)::uuid)`);
  }
  if (added !== "[]") {
    // An idea that is deleted this very moment is refused by the database.
    await translated(
      tx.execute(sql`
        insert into ${links} (workspace_id, initiative_id, ${key}, linked_by, linked_by_kind, linked_at, reason)
        select ${actor.workspace.id}::uuid, ${initiativeId}::uuid, w.id::uuid, ${authorId(actor)}::uuid, ${actor.kind},
          ${now.toISOString()}::timestamptz, ${reason}::text
        from jsonb_array_elements_text(${added}::jsonb) w(id)`),
      { initiative_ideas_idea_alive: notFound },
    );
  }
  return { before: rows.filter((row) => row.linked).map(({ id }) => id), after: [...new Set(wanted)].sort() };
}

/**
 * Makes the links of a locked initiative what the given lists say; a list that is left out stays. Links to records that
 * are deleted by now are out of sight and stay too. Links that are new take the reason; the others keep theirs. 404 for an
 * id that does not exist. Out: the lists that changed.
 */
export async function setLinks(scope: Scope, initiativeId: string, lists: Links, reason: string | null) {
  const before: Values = {};
  const after: Values = {};
  for (const kind of names) {
    const wanted = lists[kind];
    if (wanted === undefined) continue;
    const result = await setOne(scope, initiativeId, kind, wanted, reason);
    before[kind] = result.before ?? null;
    after[kind] = result.after ?? null;
  }
  return changes(before, after);
}

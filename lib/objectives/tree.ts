import { sql } from "drizzle-orm";
import { conflict, invalid, notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";

/** A company's goal, a department's, a team's, a person's, and as many again. */
export const deepest = 8;

/** Makes changes of a workspace's tree take turns; the database's own check against circles takes the same lock. */
export async function lockTree({ tx, actor }: Scope): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('objectives ' || ${actor.workspace.id}::text, 0))`,
  );
}

/**
 * Refuses a parent that does not exist (404), that is below the objective itself, or under which the tree would be more
 * than eight levels deep (422 on /parentId). Under the tree's lock. `id` is null for an objective that is being made.
 */
export async function checkParent(scope: Scope, id: string | null, parentId: string): Promise<void> {
  const { tx, actor } = scope;
  const workspaceId = actor.workspace.id;
  const [found] = await tx.execute<{ exists: boolean; above: number; below: number; circle: boolean }>(sql`
    with recursive above as (
      select o.id, o.parent_id, 1 as level from objectives o
      where o.workspace_id = ${workspaceId} and o.id = ${parentId} and o.deleted_at is null
      union all
      select o.id, o.parent_id, a.level + 1 from objectives o join above a on o.id = a.parent_id
      where o.workspace_id = ${workspaceId} and o.deleted_at is null and a.level < 100
    ), below as (
      select ${id}::uuid as id, 1 as level
      union all
      select o.id, b.level + 1 from objectives o join below b on o.parent_id = b.id
      where o.workspace_id = ${workspaceId} and o.deleted_at is null and b.level < 100
    )
    select exists (select from above) as exists, coalesce((select max(level) from above), 0) as above,
      (select max(level) from below) as below, exists (select from above a where a.id = ${id}::uuid) as circle`);
  if (!found?.exists) throw notFound();
  if (found.circle) throw invalid("/parentId", "circle", "must not be the objective itself or one below it");
  if (found.above + found.below > deepest) {
    throw invalid("/parentId", "too_deep", `would make the tree more than ${deepest} levels deep`);
  }
}

/** Refuses (409) to delete an objective that has others below it. Under the tree's lock. */
export async function checkChildless({ tx, actor }: Scope, id: string): Promise<void> {
  const [found] = await tx.execute<{ children: number }>(sql`
    select count(*)::int as children from objectives
    where workspace_id = ${actor.workspace.id} and parent_id = ${id} and deleted_at is null`);
  const children = found?.children ?? 0;
  if (children > 0)
    throw conflict(`There ${children === 1 ? "is an objective" : `are ${children} objectives`} below it.`);
}

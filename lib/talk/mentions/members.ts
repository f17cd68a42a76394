import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";

export type Person = { id: string; name: string };

/** Those of some ids that are, or were, members of the workspace. Anybody else's id is no mention. */
export async function membersAmong({ tx, actor }: Scope, ids: string[]): Promise<Person[]> {
  if (ids.length === 0) return [];
  const rows = await tx.execute<Person>(sql`
    select u.id, u.name from memberships m join users u on u.id = m.user_id
    where m.workspace_id = ${actor.workspace.id}
      and m.user_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    order by u.id`);
  return rows.slice();
}

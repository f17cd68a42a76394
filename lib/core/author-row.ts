import { type SQL, sql } from "drizzle-orm";

/** An `author` as JSON, from the two columns that keep one. Costs a look-up by primary key; use it on a page's rows. */
export const authorJson = (workspaceId: string, kind: SQL, id: SQL): SQL => sql`jsonb_build_object(
  'kind', ${kind}, 'id', ${id},
  'name', coalesce(case ${kind}
    when 'member' then (select u.name from users u where u.id = ${id})
    when 'key' then (select k.name from api_keys k where k.workspace_id = ${workspaceId}::uuid and k.id = ${id})
  end, 'Throughline'))`;

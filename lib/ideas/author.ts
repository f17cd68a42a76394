import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Actor } from "#lib/core/actor.ts";

/** Who did something: a member, an API key, or the product itself (its id is null). */
export const author = z.object({
  kind: z.enum(["member", "key", "system"]),
  id: z.string().nullable(),
  name: z.string(),
});
export type Author = z.output<typeof author>;

/** What the column for an author's id holds: the product itself has none. */
export const authorId = ({ kind, id }: Actor): string | null => (kind === "system" ? null : id);

/** An `author` as JSON, from the two columns that keep one. Costs a look-up by primary key; use it on a page's rows. */
export const authorJson = (workspaceId: string, kind: SQL, id: SQL): SQL => sql`jsonb_build_object(
  'kind', ${kind}, 'id', ${id},
  'name', coalesce(case ${kind}
    when 'member' then (select u.name from users u where u.id = ${id})
    when 'key' then (select k.name from api_keys k where k.workspace_id = ${workspaceId}::uuid and k.id = ${id})
  end, 'Throughline'))`;

import { type SQL, sql } from "drizzle-orm";

/**
 * Whether the feedback `f` is an open ask: nobody has looked at it yet, or it is linked to an idea that has neither shipped
 * nor been set aside. The one definition; `f` is an alias of `feedback` in the query around it.
 */
export const isOpenAsk = (own: SQL): SQL => sql`(
  f.state = 'inbox' or f.state = 'reviewed' and exists (
    select from evidence e
    join ideas i on i.workspace_id = ${own} and i.id = e.idea_id and i.deleted_at is null and i.state = 'open'
    join idea_stages s on s.workspace_id = ${own} and s.id = i.stage_id and s.category <> 'shipped'
    where e.workspace_id = ${own} and e.feedback_id = f.id))`;

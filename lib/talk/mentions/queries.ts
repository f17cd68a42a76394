import { sql } from "drizzle-orm";
import { query } from "#lib/core/operation.ts";
import type { Person } from "./members.ts";
import { mentionable, suggestMentionsInput } from "./schema.ts";

const most = 8;
/** What stands between the words of a name. */
const signs = /[\s!-/:-@[-`{-~]+/g;

/** Who could be meant, for a type-ahead: at most eight members, those first whose name begins with it. */
export const suggestMentions = query({
  name: "mention.suggest",
  needs: "read",
  input: suggestMentionsInput,
  output: mentionable,
  async run({ tx, actor }, { q = "" }) {
    const typed = q.toLowerCase().replace(signs, " ").trim();
    const rows = await tx.execute<Person>(sql`
      select u.id, u.name from memberships m join users u on u.id = m.user_id
      where m.workspace_id = ${actor.workspace.id} and m.removed_at is null
        and position(${` ${typed}`} in ' ' || regexp_replace(lower(u.name), '[[:punct:][:space:]]+', ' ', 'g')) > 0
      order by starts_with(lower(u.name), ${typed}) desc, lower(u.name), u.id limit ${most}`);
    return { data: rows.slice() };
  },
});

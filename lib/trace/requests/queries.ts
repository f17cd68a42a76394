import { sql } from "drizzle-orm";
import { personOf } from "#lib/core/actor.ts";
import { hasWords } from "#lib/core/has-words.ts";
import { query } from "#lib/core/operation.ts";
import { keyset } from "#lib/core/pagination.ts";
import { asksWhere } from "../asks/page.ts";
import { listRequestsInput, requestPage, similarIdeas, similarInput } from "./schema.ts";
import { findSimilar } from "./similar.ts";

const order = {
  key: keyset([{ column: sql`f.id`, cast: "uuid", direction: "desc" }]),
  valuesOf: ({ id }: { id: string }) => [id],
};

/** So many of one's own are looked through for words: somebody who imports sends in what nobody could look through. */
const searched = 2_000;
const nil = "00000000-0000-0000-0000-000000000000";

/** What this person has sent in, the newest first, and where each of it stands. An API key is nobody. */
export const listRequests = query({
  name: "request.list",
  needs: "read",
  input: listRequestsInput,
  output: requestPage,
  run(scope, { q, ...asked }) {
    const person = personOf(scope.actor);
    if (person === null) return asksWhere(scope, null, order, asked);
    const own = sql`${scope.actor.workspace.id}::uuid`;
    const theirs = sql`f.created_by = ${person}::uuid and f.created_by_kind = 'member'`;
    const company = sql`(select c.name from companies c
      where c.workspace_id = ${own} and c.id = f.company_id and c.deleted_at is null)`;
    const whose =
      q === undefined
        ? theirs
        : sql`${theirs} and ${hasWords(sql`concat_ws(' ', f.title, f.body, ${company})`, q)} and f.id > coalesce((
            select f.id from feedback f where f.workspace_id = ${own} and ${theirs} and f.deleted_at is null
            order by f.id desc offset ${searched} limit 1), ${nil}::uuid)`;
    return asksWhere(scope, whose, order, asked);
  },
});

/** Ideas that have words in common with what somebody is writing, the most alike first. */
export const similarToRequest = query({
  name: "request.similar",
  needs: "read",
  input: similarInput,
  output: similarIdeas,
  run: async (scope, { q, companyId, limit = 5 }) => ({ data: await findSimilar(scope, q, companyId ?? null, limit) }),
});

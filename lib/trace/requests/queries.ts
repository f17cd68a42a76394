import { SQL, sql } from "drizzle-orm";
import { personOf } from "#lib/core/actor.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { isOpenAsk } from "#lib/customers/companies/asks.ts";
import { asksOf } from "../asks/put-together.ts";
import { readSaid } from "../asks/read.ts";
import { listRequestsInput, requestPage, similarIdeas, similarInput } from "./schema.ts";
import { findSimilar } from "./similar.ts";

const key = keyset([{ column: sql`f.id`, cast: "uuid", direction: "desc" }]);

/** What this person has sent in, the newest first, and where each of it stands. An API key is nobody. */
export const listRequests = query({
  name: "request.list",
  needs: "read",
  input: listRequestsInput,
  output: requestPage,
  async run({ tx, actor }, { limit = defaultLimit, cursor, isOpen }) {
    const person = personOf(actor);
    const behind = key.after(cursor);
    if (person === null) return { data: [], nextCursor: null };
    const own = sql`${actor.workspace.id}::uuid`;
    const conditions = [
      sql`f.workspace_id = ${own}`,
      sql`f.created_by = ${person}::uuid`,
      sql`f.created_by_kind = 'member'`,
      sql`f.deleted_at is null`,
      isOpen !== undefined && (isOpen ? isOpenAsk(own) : sql`not ${isOpenAsk(own)}`),
      behind,
    ].filter((condition) => condition instanceof SQL);
    const page = sql`
      select f.* from feedback f where ${sql.join(conditions, sql` and `)}
      order by ${key.order} limit ${sql.raw(String(limit + 1))}`;
    const { data, nextCursor } = paged(
      await readSaid(tx, own, page, key.order),
      limit,
      (row) => row,
      (row) => [row.id],
    );
    return { data: await asksOf(tx, own, data), nextCursor };
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

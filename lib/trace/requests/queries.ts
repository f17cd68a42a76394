import { sql } from "drizzle-orm";
import { personOf } from "#lib/core/actor.ts";
import { query } from "#lib/core/operation.ts";
import { keyset } from "#lib/core/pagination.ts";
import { asksWhere } from "../asks/page.ts";
import { listRequestsInput, requestPage, similarIdeas, similarInput } from "./schema.ts";
import { findSimilar } from "./similar.ts";

const key = keyset([{ column: sql`f.id`, cast: "uuid", direction: "desc" }]);

/** What this person has sent in, the newest first, and where each of it stands. An API key is nobody. */
export const listRequests = query({
  name: "request.list",
  needs: "read",
  input: listRequestsInput,
  output: requestPage,
  run(scope, asked) {
    const person = personOf(scope.actor);
    const whose = person === null ? null : sql`f.created_by = ${person}::uuid and f.created_by_kind = 'member'`;
    return asksWhere(scope, whose, { key, valuesOf: ({ id }) => [id] }, asked);
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

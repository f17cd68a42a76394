import { type SQL, sql } from "drizzle-orm";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { currentBoard } from "./board/kept.ts";
import { readInitiative, readInitiatives } from "./initiatives/read.ts";
import {
  byId,
  initiative,
  initiativePage,
  listInitiativesInput,
  outcomeList,
  roadmap,
  roadmapInput,
} from "./schema.ts";

export const getInitiative = query({
  name: "initiative.get",
  needs: "read",
  input: byId,
  output: initiative,
  run: (scope, { id }) => readInitiative(scope, id),
});

const newestBy = (column: SQL) =>
  keyset([
    { column, direction: "desc", cast: "timestamptz" },
    { column: sql`i.id`, direction: "desc", cast: "uuid" },
  ]);
const sorts = {
  created: { by: newestBy(sql`i.created_at`), field: "createdAt" },
  moved: { by: newestBy(sql`i.horizon_since`), field: "horizonSince" },
} as const;

export const listInitiatives = query({
  name: "initiative.list",
  needs: "read",
  input: listInitiativesInput,
  output: initiativePage,
  async run(scope, { limit = defaultLimit, cursor, sort = "created", horizon, state, ideaId, objectiveId, product }) {
    const { by, field } = sorts[sort];
    const where = [
      sql`true`,
      by.after(cursor),
      horizon && sql`i.horizon in (select jsonb_array_elements_text(${JSON.stringify(horizon)}::jsonb))`,
      state && sql`i.state = ${state}`,
      product && sql`i.product_id = ${product}`,
      ideaId &&
        sql`exists (select from initiative_ideas l
        where l.workspace_id = i.workspace_id and l.initiative_id = i.id and l.idea_id = ${ideaId})`,
      objectiveId &&
        sql`exists (select from initiative_objectives l
        where l.workspace_id = i.workspace_id and l.initiative_id = i.id and l.objective_id = ${objectiveId})`,
    ].filter((condition) => condition !== undefined);
    const rows = await readInitiatives(
      scope,
      sql.join(where, sql` and `),
      sql`order by ${by.order} limit ${limit + 1}`,
    );
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row[field], row.id],
    );
  },
});

/** All outcomes of an initiative; there are at most 20. */
export const listOutcomes = query({
  name: "outcome.list",
  needs: "read",
  input: byId,
  output: outcomeList,
  async run(scope, { id }) {
    const { outcomes } = await readInitiative(scope, id);
    return { data: outcomes, nextCursor: null };
  },
});

export const getRoadmap = query({
  name: "roadmap.get",
  needs: "read",
  input: roadmapInput,
  output: roadmap,
  run: currentBoard,
});

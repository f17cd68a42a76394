import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { query } from "#lib/core/operation.ts";
import { decodeCursor, defaultLimit, encodeCursor, keyset, notOurs, paged } from "#lib/core/pagination.ts";
import { wantedIn } from "#lib/finding/operators.ts";
import { asIdea, readIdea, readIdeas } from "./record.ts";
import {
  byId,
  countIdeasInput,
  idea,
  ideaCounts,
  ideaPage,
  type ideaSorts,
  listIdeasInput,
  listStagesInput,
  type stage,
  stageList,
} from "./schema.ts";

type Sort = { column: SQL; cast: "timestamptz" | "bigint" | "float8" };

/** Each is a column of an index that ends in the id, so the thousandth page costs what the first does. */
const sorts: Record<(typeof ideaSorts)[number], Sort> = {
  number: { column: sql`i.number`, cast: "bigint" },
  created: { column: sql`i.created_at`, cast: "timestamptz" },
  updated: { column: sql`i.updated_at`, cast: "timestamptz" },
  // An idea without a score stands below one with the score 0. Written as in its index.
  score: { column: sql`(case when i.score_value is null then -1 else i.score_value end)`, cast: "float8" },
  companies: { column: sql`t.companies`, cast: "bigint" },
  arr: { column: sql`t.arr_cents`, cast: "bigint" },
};

const stagesOf = (tx: Tx, { workspace }: Actor) =>
  tx.execute<z.input<typeof stage>>(
    sql`select id, name, category from idea_stages where workspace_id = ${workspace.id}::uuid order by position`,
  );

export const getIdea = query({
  name: "idea.get",
  needs: "read",
  input: byId,
  output: idea,
  run: ({ tx, actor }, { id }) => readIdea(tx, actor, id),
});

export const listIdeas = query({
  name: "idea.list",
  needs: "read",
  input: listIdeasInput,
  output: ideaPage,
  async run(scope, { limit = defaultLimit, cursor, sort = "number", order = "desc", q, groupBy, ...filter }) {
    const { tx, actor } = scope;
    const wanted = q === undefined ? null : await wantedIn(scope, q);
    if (wanted?.nothing) return { data: [], nextCursor: null };
    const own = sql`${actor.workspace.id}::uuid`;
    const { column, cast } = sorts[sort];
    const totals = sort === "companies" || sort === "arr";
    const idColumn = totals ? sql`t.idea_id` : sql`i.id`;
    const key = keyset([
      { column, cast, direction: order },
      { column: idColumn, cast: "uuid", direction: order },
    ]);
    const { category, ownerId, product, tag, state } = filter;
    const read = (stageId: string[] | undefined, after: string | undefined, most: number) => {
      const conditions = [
        totals ? sql`t.workspace_id = ${own}` : undefined,
        sql`i.workspace_id = ${own}`,
        sql`i.deleted_at is null`,
        key.after(after),
        // Spelt out, so that the planner knows a stage of few ideas from one of many.
        stageId && sql`i.stage_id = any(array[${sql.join(stageId, sql`, `)}]::uuid[])`,
        category &&
          sql`i.stage_id in (select s.id from idea_stages s where s.workspace_id = ${own}
            and s.category in (select jsonb_array_elements_text(${JSON.stringify(category)}::jsonb)))`,
        ownerId && sql`i.owner_id = ${ownerId}::uuid`,
        product && sql`i.product_id = ${product}::uuid`,
        tag && sql`i.tags @> array(select jsonb_array_elements_text(${JSON.stringify(tag)}::jsonb))`,
        state && sql`i.state = ${state}`,
        // As many as a workspace has, or nearly: nobody pages through thousands of ideas that have a word.
        wanted &&
          sql`i.id in (select found.id from search_documents_of_workspace(
            ${wanted.words}::jsonb, ${wanted.facets[0] ?? null}::tsquery, array['idea'], 500) found)`,
      ].filter((condition) => condition != null);
      const picked = sql`
        select i.id, ${column} as sort_key
        from ${totals ? sql`idea_totals t join ideas i on i.workspace_id = t.workspace_id and i.id = t.idea_id` : sql`ideas i`}
        where ${sql.join(conditions, sql` and `)}
        order by ${key.order} limit ${most}`;
      const outer = keyset([
        { column: sql`p.sort_key`, cast, direction: order },
        { column: sql`p.id`, cast: "uuid", direction: order },
      ]);
      return readIdeas(tx, actor, picked, outer.order);
    };
    if (groupBy === undefined) {
      const rows = await read(filter.stageId, cursor, limit + 1);
      return paged(rows, limit, asIdea, (row) => [row.sort_key, row.id]);
    }
    // One stage after the other: each is read in the order of an index, however many ideas there are.
    const stages = (await stagesOf(tx, actor)).filter(({ id }) => filter.stageId?.includes(id) ?? true);
    const [last, ...seen] = cursor === undefined ? [] : decodeCursor(cursor, 3);
    const at = stages.findIndex(({ id }) => id === last);
    if (cursor !== undefined && at < 0) throw notOurs();
    const rows: Awaited<ReturnType<typeof read>> = [];
    for (const { id } of stages.slice(Math.max(0, at))) {
      if (rows.length > limit) break;
      const after = id === last ? encodeCursor(seen) : undefined;
      rows.push(...(await read([id], after, limit + 1 - rows.length)));
    }
    return paged(rows, limit, asIdea, (row) => [row.stage.id, row.sort_key, row.id]);
  },
});

/** Counting stops here: more than 1,000 is "1,000+". */
const counted = 1_001;

export const countIdeas = query({
  name: "idea.count",
  needs: "read",
  input: countIdeasInput,
  output: ideaCounts,
  async run({ tx, actor }) {
    const count = (state: string) => sql`(select count(*)::int from (
      select from ideas i where i.workspace_id = ${actor.workspace.id}::uuid and i.state = ${state} and i.deleted_at is null
      limit ${counted}) n)`;
    const [row] = await tx.execute<z.input<typeof ideaCounts>>(sql`
      select ${count("open")} as open, ${count("set_aside")} as "setAside"`);
    return row ?? { open: 0, setAside: 0 };
  },
});

/** All stages in their order; a workspace has one for each category from the start. */
export const listStages = query({
  name: "idea.stages",
  needs: "read",
  input: listStagesInput,
  output: stageList,
  run: async ({ tx, actor }) => ({ data: await stagesOf(tx, actor), nextCursor: null }),
});

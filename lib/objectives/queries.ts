import { type SQL, sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { readResultsOf, readStandings } from "./key-results/queries.ts";
import { expectedOf, oneDecimal, paceOf, summed } from "./rules.ts";
import {
  type Branch,
  byId,
  listObjectivesInput,
  type Objective,
  objective,
  objectivePage,
  treeInput,
  treePage,
} from "./schema.ts";

type Row = Omit<Objective, "progress" | "expected" | "pace" | "keyResults">;

/** Objectives as they are now, with what their key results add up to: two statements, however many. */
async function readObjectives(scope: Scope, where: SQL, rest: SQL): Promise<Objective[]> {
  const rows = await scope.tx.execute<Row>(sql`
    select o.id, o.title, o.description, o.parent_id as "parentId", o.product_id as "productId", o.starts_on as "startsOn", o.ends_on as "endsOn",
      o.owner_id as "ownerId", o.state, o.confidence, o.closed_at as "closedAt", o.closing_note as "closingNote",
      o.version, o.created_at as "createdAt", o.updated_at as "updatedAt"
    from objectives o
    where o.workspace_id = ${scope.actor.workspace.id} and o.deleted_at is null and ${where} ${rest}`);
  const standings = await readStandings(
    scope,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const parts = standings.get(row.id) ?? [];
    const { progress, lead, measured } = summed(parts);
    return {
      ...row,
      progress: oneDecimal(progress),
      expected: oneDecimal(expectedOf(progress, lead)),
      pace: paceOf(lead),
      keyResults: { total: parts.length, measured },
    };
  });
}

/** One objective as it is now; 404 when there is none. */
export async function readObjective(scope: Scope, id: string): Promise<Objective> {
  const [found] = await readObjectives(scope, sql`o.id = ${id}`, sql``);
  if (!found) throw notFound();
  return found;
}

export const getObjective = query({
  name: "objective.get",
  needs: "read",
  input: byId,
  output: objective,
  run: (scope, { id }) => readObjective(scope, id),
});

const oldestFirst = keyset([
  { column: sql`o.created_at`, direction: "asc", cast: "timestamptz" },
  { column: sql`o.id`, direction: "asc", cast: "uuid" },
]);

type Filters = { state?: Objective["state"] | undefined; parentId?: string | undefined; product?: string | undefined };
type Page = { limit?: number | undefined; cursor?: string | undefined };

async function readPage(scope: Scope, { state, parentId, product }: Filters, { limit = defaultLimit, cursor }: Page) {
  const where = [
    sql`true`,
    oldestFirst.after(cursor),
    state && sql`o.state = ${state}`,
    parentId && sql`o.parent_id = ${parentId}`,
    product && sql`o.product_id = ${product}`,
  ].filter((condition) => condition !== undefined);
  const rest = sql`order by ${oldestFirst.order} limit ${limit + 1}`;
  const rows = await readObjectives(scope, sql.join(where, sql` and `), rest);
  return paged(
    rows,
    limit,
    (row) => row,
    (row) => [row.createdAt, row.id],
  );
}

export const listObjectives = query({
  name: "objective.list",
  needs: "read",
  input: listObjectivesInput,
  output: objectivePage,
  run: (scope, { limit, cursor, ...filters }) => readPage(scope, filters, { limit, cursor }),
});

/** Objectives with their key results, each with its course: what the tree shows, in three statements. */
export const readTree = query({
  name: "objective.tree",
  needs: "read",
  input: treeInput,
  output: treePage,
  async run(scope, { limit, cursor, ...filters }) {
    const { data, nextCursor } = await readPage(scope, filters, { limit, cursor });
    const results = await readResultsOf(
      scope,
      data.map(({ id }) => id),
    );
    return { data: data.map((row): Branch => ({ ...row, results: results.get(row.id) ?? [] })), nextCursor };
  },
});

import { SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { ActorWorkspace } from "#lib/core/actor.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, paged } from "#lib/core/pagination.ts";
import { atRisk, renewsWithin } from "../risk.ts";
import {
  companyDetail,
  companyPage,
  getCompanyInput,
  listCompaniesInput,
  listTiersInput,
  tierList,
} from "../schema.ts";
import { asCompany, type ListedRow, listedColumns, readCompany } from "./record.ts";
import { orderOf } from "./sorts.ts";

type Filters = Omit<z.output<typeof listCompaniesInput>, "limit" | "cursor" | "sort" | "include">;

/** Each value by itself, so that the planner knows how few companies a rare one has. */
const oneOf = (column: SQL, values: string[]) =>
  sql`(${sql.join([sql`false`, ...values.map((value) => sql`${column} = ${value}`)], sql` or `)})`;

function conditionsOf(workspace: ActorWorkspace, filters: Filters): SQL[] {
  const { q, lifecycle, tier, ownerId, renewsWithinDays, isAtRisk } = filters;
  return [
    // `>=` is leakproof and so may use the index under row security; `starts_with` then is exact.
    q !== undefined && sql`c.name_key >= lower(${q}) and starts_with(c.name_key, lower(${q}))`,
    lifecycle && oneOf(sql`c.lifecycle`, lifecycle),
    tier && oneOf(sql`c.tier`, tier),
    ownerId !== undefined && sql`c.owner_id = ${ownerId}::uuid`,
    renewsWithinDays !== undefined && renewsWithin(workspace, renewsWithinDays),
    isAtRisk !== undefined && sql`${atRisk} = ${isAtRisk}`,
  ].filter((condition) => condition instanceof SQL);
}

/** Companies in one of several orders, with what is added up for each; in one statement. */
export const listCompanies = query({
  name: "company.list",
  needs: "read",
  input: listCompaniesInput,
  output: companyPage,
  async run({ tx, actor: { workspace } }, { limit = defaultLimit, cursor, sort = "name", include, ...filters }) {
    const own = sql`${workspace.id}::uuid`;
    const { from, walked, column, key, outer } = orderOf(sort);
    const conditions = [
      sql`${walked} = ${own}`,
      sql`c.workspace_id = ${own}`,
      sql`c.deleted_at is null`,
      ...conditionsOf(workspace, filters),
    ];
    const after = key.after(cursor);
    const rows = await tx.execute<ListedRow>(sql`
      with p as materialized (
        select c.id, ${column} as sort_key from ${from}
        where ${sql.join(after ? [...conditions, after] : conditions, sql` and `)}
        order by ${key.order} limit ${sql.raw(String(limit + 1))})
      select ${listedColumns(workspace, include)}, p.sort_key as "sortKey"
      from p join companies c on c.workspace_id = ${own} and c.id = p.id
      order by ${outer}`);
    return paged(rows, limit, asCompany, (row) => [row.sortKey, row.id]);
  },
});

export const getCompany = query({
  name: "company.get",
  needs: "read",
  input: getCompanyInput,
  output: companyDetail,
  run: ({ tx, actor }, { id, include }) => readCompany(tx, actor, id, include),
});

/** More tiers than this are no tiers. */
const mostTiers = 50;

/** The tiers that companies have, in the order of the alphabet: each is the next step along an index. */
export const listTiers = query({
  name: "company.tiers",
  needs: "read",
  input: listTiersInput,
  output: tierList,
  async run({ tx, actor: { workspace } }) {
    const next = (condition: SQL) => sql`
      select c.tier from companies c
      where c.workspace_id = ${workspace.id}::uuid and c.tier is not null and c.deleted_at is null and ${condition}
      order by c.tier limit 1`;
    const data = await tx.execute<{ name: string }>(sql`
      with recursive tiers as (
        (${next(sql`true`)})
        union all
        select (${next(sql`c.tier > t.tier`)}) from tiers t where t.tier is not null)
      select tier as name from tiers where tier is not null limit ${sql.raw(String(mostTiers))}`);
    return { data, nextCursor: null };
  },
});

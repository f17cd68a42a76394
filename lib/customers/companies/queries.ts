import { SQL, sql } from "drizzle-orm";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { byId, companyDetail, companyPage, type companySorts, listCompaniesInput } from "../schema.ts";
import { type CompanyRow, companyColumns, readCompany } from "./record.ts";

type Sort = (typeof companySorts)[number];

const sortColumn = (sort: Sort): SQL => (sort.endsWith("name") ? sql`c.name_key` : sql`coalesce(c.arr, 0)`);
const keysetOf = (sort: Sort) => {
  const direction = sort.startsWith("-") ? "desc" : "asc";
  const cast = sort.endsWith("name") ? "text" : "numeric";
  return keyset([
    { column: sortColumn(sort), cast, direction },
    { column: sql`c.id`, cast: "uuid", direction },
  ]);
};

/** Companies by name, or by what they pay. */
export const listCompanies = query({
  name: "company.list",
  needs: "read",
  input: listCompaniesInput,
  output: companyPage,
  async run({ tx, actor: { workspace } }, { limit = defaultLimit, cursor, q, sort = "name", ...filter }) {
    const key = keysetOf(sort);
    // `>=` is leakproof and so may use the index under row security; `starts_with` then is exact.
    const conditions = [
      q !== undefined && sql`c.name_key >= lower(${q}) and starts_with(c.name_key, lower(${q}))`,
      filter.lifecycle &&
        sql`c.lifecycle in (select jsonb_array_elements_text(${JSON.stringify(filter.lifecycle)}::jsonb))`,
      filter.tier !== undefined && sql`c.tier = ${filter.tier}`,
      filter.ownerId !== undefined && sql`c.owner_id = ${filter.ownerId}::uuid`,
      key.after(cursor),
    ].filter((condition) => condition instanceof SQL);
    const rows = await tx.execute<CompanyRow>(sql`
      with page as materialized (
        select c.*, ${sortColumn(sort)} as sort_key from companies c
        where ${sql.join([sql`c.workspace_id = ${workspace.id}::uuid`, sql`c.deleted_at is null`, ...conditions], sql` and `)}
        order by ${key.order} limit ${limit + 1})
      select ${companyColumns(workspace.id)}, c.sort_key as "sortKey" from page c order by ${key.order}`);
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.sortKey, row.id],
    );
  },
});

export const getCompany = query({
  name: "company.get",
  needs: "read",
  input: byId,
  output: companyDetail,
  run: ({ tx, actor }, { id }) => readCompany(tx, actor, id),
});

import { sql } from "drizzle-orm";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { readProducts, sortName } from "./row.ts";
import { listProductsInput, productPage } from "./schema.ts";

const byName = keyset([
  { column: sortName, direction: "asc", cast: "text" },
  { column: sql`p.id`, direction: "asc", cast: "uuid" },
]);

/** The workspace's products, by name. */
export const listProducts = query({
  name: "product.list",
  needs: "read",
  input: listProductsInput,
  output: productPage,
  async run(scope, { limit = defaultLimit, cursor }) {
    const rows = await readProducts(
      scope,
      byName.after(cursor) ?? sql`true`,
      sql`order by ${byName.order} limit ${limit + 1}`,
    );
    return paged(
      rows,
      limit,
      (row) => row,
      (row) => [row.sortName, row.id],
    );
  },
});

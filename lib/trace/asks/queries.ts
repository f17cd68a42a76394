import { SQL, sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { isOpenAsk } from "#lib/customers/companies/asks.ts";
import { asksOf } from "./put-together.ts";
import { readSaid } from "./read.ts";
import { askPage, listAsksInput } from "./schema.ts";

const key = keyset([
  { column: sql`f.occurred_at`, cast: "timestamptz", direction: "desc" },
  { column: sql`f.id`, cast: "uuid", direction: "desc" },
]);

/** Everything a company said, the newest first, and where each of it stands: in five statements however much it is. */
export const listAsks = query({
  name: "company.asks",
  needs: "read",
  input: listAsksInput,
  output: askPage,
  async run({ tx, actor: { workspace } }, { id, limit = defaultLimit, cursor, isOpen }) {
    const own = sql`${workspace.id}::uuid`;
    const [company] = await tx.execute(sql`
      select from companies where workspace_id = ${own} and id = ${id}::uuid and deleted_at is null`);
    if (!company) throw notFound();
    const conditions = [
      sql`f.workspace_id = ${own}`,
      sql`f.company_id = ${id}::uuid`,
      sql`f.deleted_at is null`,
      isOpen !== undefined && (isOpen ? isOpenAsk(own) : sql`not ${isOpenAsk(own)}`),
      key.after(cursor),
    ].filter((condition) => condition instanceof SQL);
    const page = sql`
      select f.* from feedback f where ${sql.join(conditions, sql` and `)}
      order by ${key.order} limit ${sql.raw(String(limit + 1))}`;
    const { data, nextCursor } = paged(
      await readSaid(tx, own, page, key.order),
      limit,
      (row) => row,
      (row) => [row.occurredAt, row.id],
    );
    return { data: await asksOf(tx, own, data), nextCursor };
  },
});

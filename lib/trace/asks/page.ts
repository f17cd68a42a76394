import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { defaultLimit, type keyset, paged } from "#lib/core/pagination.ts";
import { isOpenAsk } from "#lib/customers/companies/asks.ts";
import { asksOf } from "./put-together.ts";
import { readSaid, type Said } from "./read.ts";

/** In which order things said are paged through, and where a page that ends with one of them goes on. */
type Order = { key: ReturnType<typeof keyset>; valuesOf: (said: Said) => string[] };
type Asked = { limit?: number | undefined; cursor?: string | undefined; isOpen?: boolean | undefined };

/**
 * A page of what was said, by a condition on the feedback `f`, and where each of it stands: in four statements however much
 * it is. Null for what nobody said.
 */
export async function asksWhere(
  { tx, actor }: Scope,
  whose: SQL | null,
  { key, valuesOf }: Order,
  { limit = defaultLimit, cursor, isOpen }: Asked,
) {
  const behind = key.after(cursor);
  if (whose === null) return { data: [], nextCursor: null };
  const own = sql`${actor.workspace.id}::uuid`;
  const open = isOpenAsk(own);
  const conditions = [
    sql`f.workspace_id = ${own}`,
    whose,
    sql`f.deleted_at is null`,
    ...(isOpen === undefined ? [] : [isOpen ? open : sql`not ${open}`]),
    ...(behind ? [behind] : []),
  ];
  const page = sql`
    select f.* from feedback f where ${sql.join(conditions, sql` and `)}
    order by ${key.order} limit ${sql.raw(String(limit + 1))}`;
  const { data, nextCursor } = paged(await readSaid(tx, own, page, key.order), limit, (row) => row, valuesOf);
  return { data: await asksOf(tx, own, data), nextCursor };
}

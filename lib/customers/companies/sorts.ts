import { type SQL, sql } from "drizzle-orm";
import { keyset } from "#lib/core/pagination.ts";
import type { companySorts } from "../choices.ts";

type Sort = (typeof companySorts)[number];
type Cast = "text" | "bigint" | "date" | "timestamptz";

/** Written as in its index. Of companies of which it is not known, `unknown` stands in the place. */
const known = (column: SQL, unknown: SQL) => sql`(case when ${column} is null then ${unknown} else ${column} end)`;
const renewal = (unknown: SQL) => ({ column: known(sql`c.renews_on`, unknown), cast: "date" as const });
const health = (unknown: SQL) => ({ column: known(sql`c.health`, unknown), cast: "bigint" as const });
const total = (column: SQL, cast: Cast) => ({ column, cast, isTotal: true });
const spoke = known(sql`t.last_at`, sql`timestamptz '0001-01-01 00:00:00+00'`);

/** Each is a column of an index that ends in the id, so the thousandth page costs what the first does. */
const sorts: Record<Sort, { column: SQL; cast: Cast; isTotal?: boolean }> = {
  name: { column: sql`c.name_key`, cast: "text" },
  "-name": { column: sql`c.name_key`, cast: "text" },
  arr: { column: sql`c.arr_cents`, cast: "bigint" },
  "-arr": { column: sql`c.arr_cents`, cast: "bigint" },
  renewsOn: renewal(sql`date '9999-12-31'`),
  "-renewsOn": renewal(sql`date '0001-01-01'`),
  health: health(sql`101`),
  "-health": health(sql`-1`),
  feedback: total(sql`t.feedback`, "bigint"),
  "-feedback": total(sql`t.feedback`, "bigint"),
  openIdeas: total(sql`t.open_ideas`, "bigint"),
  "-openIdeas": total(sql`t.open_ideas`, "bigint"),
  lastAt: total(spoke, "timestamptz"),
  "-lastAt": total(spoke, "timestamptz"),
};

const itself = sql`companies c`;
const withTotals = sql`company_totals t join companies c on c.workspace_id = t.workspace_id and c.id = t.company_id`;

/** How a list of companies `c` is walked: from which tables, by which column, and the keyset that goes on from a cursor. */
export function orderOf(sort: Sort) {
  const { column, cast, isTotal = false } = sorts[sort];
  const direction = sort.startsWith("-") ? ("desc" as const) : ("asc" as const);
  const id = isTotal ? sql`t.company_id` : sql`c.id`;
  const ordered = (by: SQL, last: SQL) =>
    keyset([
      { column: by, cast, direction },
      { column: last, cast: "uuid", direction },
    ]);
  return {
    from: isTotal ? withTotals : itself,
    /** The table whose index is walked, to be bound to the workspace by name. */
    walked: isTotal ? sql`t.workspace_id` : sql`c.workspace_id`,
    column,
    key: ordered(column, id),
    /** The order of the page itself, whose column is `p.sort_key`. */
    outer: ordered(sql`p.sort_key`, sql`p.id`).order,
  };
}

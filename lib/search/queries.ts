import { sql } from "drizzle-orm";
import { query, type Scope } from "#lib/core/operation.ts";
import { excerptOf, finder } from "./excerpt.ts";
import { current } from "./kept.ts";
import { type SearchHit, searchInput, searchResult } from "./schema.ts";

type Row = Omit<SearchHit, "excerpt"> & { body: string; stems: string[] };

/** The word that is still being typed: the database finds longer ones by it. */
const beginningOf = (q: string) => /(?:^|\s)([\p{L}\p{N}]{3,})$/u.exec(q)?.[1]?.toLowerCase() ?? null;

/** A minus before no word leaves nothing out, and PostgreSQL fails on more than thirty of them in a row. */
const withoutIdleMinus = (q: string) => q.replace(/-+(?![\p{L}\p{N}"-])/gu, " ").replace(/-{2,}/g, "-");

/** Records of one kind that are there for row security, and not deleted. `number` is null where a kind has none. */
const there = (workspaceId: string, type: string, table: string, number: string) => sql`
  select ${sql.raw(number)} as number from ${sql.identifier(table)}
  where h.type = ${type} and workspace_id = ${workspaceId} and id = h.id and deleted_at is null`;

async function find({ tx, actor }: Scope, q: string, types: string[] | null, limit: number): Promise<SearchHit[]> {
  const { id } = actor.workspace;
  const kinds = types ? sql`array(select jsonb_array_elements_text(${JSON.stringify(types)}::jsonb))` : sql`null`;
  const rows = await tx.execute<Row>(sql`
    select h.type, h.id, r.number, h.title, h.body, h.rank, h.at,
      to_jsonb(tsvector_to_array(to_tsvector('english', ${q}))) as stems
    from search_documents_of_workspace(${withoutIdleMinus(q)}, ${kinds}, ${limit}) h, lateral (
      ${there(id, "feedback", "feedback", "number")} union all ${there(id, "idea", "ideas", "number")}
      union all ${there(id, "objective", "objectives", "null::bigint")}
      union all ${there(id, "initiative", "initiatives", "number")}
      union all ${there(id, "company", "companies", "null::bigint")}
      union all ${there(id, "contact", "contacts", "null::bigint")}
    ) r
    order by h.rank desc, h.at desc, h.id desc`);
  const isFound = finder(rows[0]?.stems ?? [], beginningOf(q));
  return rows.map(({ body, stems: _, ...row }) => ({ ...row, excerpt: excerptOf(body, isFound) }));
}

/** Ranked among the 500 newest matches of each kind (API.md, "Resources"). */
export const findAnything = query({
  name: "search.find",
  needs: "read",
  input: searchInput,
  output: searchResult,
  async run(scope, { q, type, limit = 20 }) {
    const types = type ? [...new Set(type)].sort() : null;
    return { data: await current(scope, [q, types, limit], () => find(scope, q, types, limit)) };
  },
});

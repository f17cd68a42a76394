import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Created } from "#lib/core/history.ts";
import { query, type Scope } from "#lib/core/operation.ts";
import { facetsOf, hangOnNames, texts } from "#lib/finding/operators.ts";
import { type Parsed, parseSearch } from "#lib/finding/parse.ts";
import { beginningOf, runsOf, stemsOnTheWay, wantedOf, waysOf } from "#lib/finding/wanted.ts";
import { excerptOf, finder, marked } from "./excerpt.ts";
import { type SearchHit, type SearchResult, searchInput, searchResult, searchTypes } from "./schema.ts";

type Type = (typeof searchTypes)[number];
type Row = Omit<SearchHit, "excerpt" | "titlePieces"> & { body: string; stems: string[] };

/** Records of one kind that are there for row security, and not deleted. `number` is null where a kind has none. */
const there = (workspaceId: string, type: Type, table: string, number: string) => sql`
  select ${sql.raw(number)} as number from ${sql.identifier(table)}
  where h.type = ${type} and workspace_id = ${workspaceId} and id = h.id and deleted_at is null`;

async function read({ tx, actor }: Scope, hits: ReturnType<typeof sql>, said: string): Promise<Row[]> {
  const { id } = actor.workspace;
  return await tx.execute<Row>(sql`
    select h.type, h.id, r.number, h.title, h.body, h.rank, h.at,
      to_jsonb(tsvector_to_array(to_tsvector('english', ${said}))) as stems
    from ${hits} h, lateral (
      ${there(id, "feedback", "feedback", "number")} union all ${there(id, "idea", "ideas", "number")}
      union all ${there(id, "objective", "objectives", "null::bigint")}
      union all ${there(id, "initiative", "initiatives", "number")}
      union all ${there(id, "company", "companies", "null::bigint")}
      union all ${there(id, "contact", "contacts", "null::bigint")}
    ) r
    order by h.rank desc, h.at desc, h.id desc`);
}

const saidIn = ({ terms }: Parsed) =>
  terms
    .flat()
    .filter(({ not }) => !not)
    .map(({ text }) => text)
    .join(" ");

/** With fewer hits than this, names that look like what was typed are shown too. */
const few = 3;

/** Names may have typing errors; phrases and exclusions mean what they say. */
const mayBeName = (parsed: Parsed) => {
  const [list, ...others] = parsed.terms;
  const isPlain = list !== undefined && others.length === 0 && list.every(({ phrase, not }) => !phrase && !not);
  return isPlain && saidIn(parsed).length >= 4;
};

async function find(scope: Scope, q: string, types: readonly Type[], limit: number): Promise<SearchResult> {
  const parsed = parseSearch(q);
  const wanted = wantedOf(parsed);
  const facets = await facetsOf(scope, parsed.operators);
  if (facets.nothing) return { data: [], notes: facets.notes };
  const said = saidIn(parsed);
  const asked = sql`${facets.query}::tsquery, ${texts(types)}, ${limit}`;
  const rows = await read(
    scope,
    sql`search_documents_of_workspace(${wanted && JSON.stringify(wanted)}::jsonb, ${asked})`,
    said,
  );
  if (rows.length < Math.min(few, limit) && mayBeName(parsed)) {
    const alike = await read(scope, sql`search_names_of_workspace(${texts(waysOf(said))}, ${asked})`, said);
    const known = new Set(rows.map(({ id }) => id));
    // Behind whatever has the very words.
    const least = Math.min(1, ...rows.map(({ rank }) => rank)) / 2;
    rows.push(...alike.filter(({ id }) => !known.has(id)).map((row) => ({ ...row, rank: row.rank * least })));
  }
  const beginning = beginningOf(parsed);
  const stems = [...(rows[0]?.stems ?? []), ...(beginning ? stemsOnTheWay(beginning) : [])];
  const isFound = finder(stems, beginning, runsOf(said));
  const data = rows.slice(0, limit).map(({ body, stems: _, ...row }) => ({
    ...row,
    titlePieces: marked(row.title, isFound),
    excerpt: excerptOf(body, isFound),
  }));
  return { data, notes: facets.notes };
}

/** Whether any of what is new is looked for, looks like a name that is, or changes whom the search means. */
async function isAmongNew(
  scope: Scope,
  { q, type: types = [...searchTypes] }: z.output<typeof searchInput>,
  created: Created[],
): Promise<boolean> {
  const parsed = parseSearch(q);
  if (hangOnNames(parsed.operators) && created.some(({ type }) => type !== "feedback")) return true;
  const { query: asked } = await facetsOf(scope, parsed.operators);
  const wanted = wantedOf(parsed);
  const ids = texts(created.map(({ id }) => id));
  const [row] = await scope.tx.execute<{ fits: boolean }>(sql`
    select search_any_of(${wanted && JSON.stringify(wanted)}::jsonb, ${asked}::tsquery,
      ${mayBeName(parsed) ? texts(waysOf(saidIn(parsed))) : null}, ${texts(types)}, ${ids}::uuid[]) as fits`);
  return row?.fits ?? true;
}

/** Ranked among the 500 newest matches of each kind (API.md, "Resources"). */
export const findAnything = query({
  name: "search.find",
  needs: "read",
  input: searchInput,
  output: searchResult,
  kept: true,
  concerns: isAmongNew,
  run(scope, { q, type, limit = 20 }) {
    return find(scope, q, type ? searchTypes.filter((known) => type.includes(known)) : searchTypes, limit);
  },
});

import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { type Operator, type OperatorName, parseSearch } from "./parse.ts";
import { wantedOf, waysOf } from "./wanted.ts";

/** What `is:` takes, of whichever kind of record. */
export const isValues = [
  "inbox",
  "reviewed",
  "set-aside",
  "open",
  "closed",
  "now",
  "next",
  "later",
  "done",
  "new",
  "exploring",
  "ready",
  "building",
  "shipped",
  "prospect",
  "trial",
  "free",
  "customer",
  "churned",
] as const;

/** What operators ask for, as a tsquery over facets; null when there are none. `notes` say what an operator does not know. */
export type Facets = { query: string | null; notes: string[]; nothing: boolean };

/** So many companies or people with similar names are meant together. */
const most = 50;

/** A facet as a tsquery. */
export const lexeme = (text: string) => `'${text.replace(/['\\]/g, "$&$&")}'`;
/** Any of some facets. */
export const anyOf = (lexemes: string[]) => `(${lexemes.join(" | ")})`;

/** An array as one parameter, which is plain to the database whatever is in it. */
export const texts = (values: readonly string[]) =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

type Found = { query: string } | { note: string };

/** The records of one kind whose names say this: by their words, else by names that look alike. */
async function named({ tx }: Scope, kind: "company" | "contact", value: string): Promise<string[]> {
  const spoken = value.replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
  const wanted = wantedOf({ ...parseSearch(spoken.replaceAll(/\bor\b/gi, "")), open: true });
  if (!wanted) return [];
  const kinds = texts([kind]);
  const rows = await tx.execute<{ id: string }>(sql`
    select id from search_documents_of_workspace(${JSON.stringify(wanted)}::jsonb, null, ${kinds}, ${most})`);
  if (rows.length > 0) return rows.map(({ id }) => id);
  const alike = await tx.execute<{ id: string }>(sql`
    select id from search_names_of_workspace(${texts(waysOf(spoken))}, null, ${kinds}, 5)`);
  return alike.map(({ id }) => id);
}

async function found(scope: Scope, name: OperatorName, value: string): Promise<Found> {
  if (name === "is") {
    const said = value.toLowerCase().replaceAll(/[\s_]+/g, "-");
    const exact = isValues.find((known) => known === said);
    const meant = exact ? [exact] : isValues.filter((known) => known.startsWith(said));
    if (meant.length === 0) return { note: `is: takes ${isValues.join(", ")}` };
    return { query: anyOf(meant.map((one) => lexeme(`#is:${one}`))) };
  }
  if (name === "tag") return { query: `${lexeme(`#tag:${value.toLowerCase()}`)}:*` };
  const ids = await named(scope, name === "from" ? "contact" : "company", value);
  if (ids.length === 0) return { note: `${name === "from" ? "Nobody" : "No company"} is called “${value}”` };
  return { query: anyOf(ids.map((id) => lexeme(`#${name}:${id}`))) };
}

/** Whether who is new may change whom a search means. */
export const hangOnNames = (operators: Operator[]) =>
  operators.some(({ name }) => name === "from" || name === "company");

/**
 * What the operators of a search ask for. One that nothing fits makes the search find nothing, unless it asks for what is
 * not so; a note says why.
 */
export async function facetsOf(scope: Scope, operators: Operator[]): Promise<Facets> {
  const queries: string[] = [];
  const notes: string[] = [];
  let nothing = false;
  for (const { name, value, not } of operators) {
    const one = await found(scope, name, value);
    if ("query" in one) queries.push(`${not ? "!" : ""}${one.query}`);
    else {
      notes.push(one.note);
      nothing ||= !not;
    }
  }
  return { query: queries.length > 0 ? queries.join(" & ") : null, notes, nothing };
}

/** What a search field asks for, ready for the database: words for `search_query`, facets as a tsquery. */
export type Wanted = { words: string | null; facets: string[]; nothing: boolean };

/** The same for the lists, which show what fits in their own order. */
export async function wantedIn(scope: Scope, q: string): Promise<Wanted> {
  const parsed = parseSearch(q);
  const words = wantedOf(parsed);
  const { query, nothing } = await facetsOf(scope, parsed.operators);
  const facets = query === null ? [] : [query];
  return { words: words && JSON.stringify(words), facets, nothing: nothing || (words === null && query === null) };
}

import { type SQL, sql } from "drizzle-orm";

/** Words beyond these narrow no further. */
const most = 10;

/**
 * Whether a text has every word of a filter, anywhere in it and whatever its case; `hasWords` of the components says the
 * same of what is loaded. No index helps, so it is for lists that stay short.
 */
export function hasWords(text: SQL, filter: string): SQL {
  const words = [...new Set(filter.split(/\s+/u).filter(Boolean))].slice(0, most);
  return sql`(
    select not exists (
      select from jsonb_array_elements_text(${JSON.stringify(words)}::jsonb) as word
      where position(lower(word) in said.words) = 0)
    from (select lower(${text}) as words offset 0) said)`;
}

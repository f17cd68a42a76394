import { type SQL, sql } from "drizzle-orm";

/**
 * Whether a text has every word of a filter, anywhere in it and whatever its case; `hasWords` of the components says the
 * same of what is loaded. No index helps, so it is for lists that stay short.
 */
export function hasWords(text: SQL, filter: string): SQL {
  const words = filter.split(/\s+/u).filter(Boolean);
  return sql`not exists (
    select from jsonb_array_elements_text(${JSON.stringify(words)}::jsonb) as word
    where position(lower(word) in lower(${text})) = 0)`;
}

import { createParser } from "nuqs/server";
import { searchText } from "#lib/finding/schema.ts";

/** What is typed into a page's filter, as far as the queries themselves take it. */
export const parseAsSearch = createParser({
  parse: (value) => searchText.safeParse(value).data ?? null,
  serialize: (value: string) => value,
}).withDefault("");

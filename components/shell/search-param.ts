import { createParser } from "nuqs/server";
import type { searchText } from "#lib/finding/schema.ts";

/** As `searchText` has it, which the browser need not bring along for this: its library weighs as much as the inbox itself. */
const isSearch = (value: string): boolean =>
  value.length >= 1 && value.length <= 200 && value.isWellFormed() && !value.includes("\0");

/** What is typed into a page's filter, as far as the queries themselves take it. */
export const parseAsSearch = createParser({
  parse: (value): (typeof searchText)["_output"] | null => (isSearch(value) ? value : null),
  serialize: (value: string) => value,
}).withDefault("");

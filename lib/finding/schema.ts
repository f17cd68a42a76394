import { text } from "#lib/core/fields.ts";

/** What is typed into a search field: words, "phrases", -minus, `from:`, `company:`, `tag:`, `is:` (parse.ts). */
export const searchText = text(200).min(1);

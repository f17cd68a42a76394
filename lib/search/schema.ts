import { z } from "zod";
import { id, instantOut } from "#lib/core/fields.ts";
import { searchText } from "#lib/finding/schema.ts";

export const searchTypes = ["feedback", "idea", "objective", "initiative", "company", "contact"] as const;

export const searchInput = z.strictObject({
  /**
   * Words; the last one also finds longer ones. `"…"`, `or` and `-` as on the web; `from:`, `company:`, `tag:` and `is:`,
   * whose value may be quoted. Anything else with a colon is plain words.
   */
  q: searchText,
  type: z.array(z.enum(searchTypes)).min(1).max(6).optional(),
  limit: z.int().min(1).max(50).optional(),
});

const pieces = z.array(z.object({ text: z.string(), match: z.boolean() }));

export const searchHit = z.object({
  type: z.enum(searchTypes),
  id,
  /** Feedback, ideas and initiatives have one. */
  number: z.int().nullable(),
  title: z.string(),
  /** The title, cut into what was found and what is around it; nothing in them is markup. */
  titlePieces: pieces,
  /** The place where the words were found, cut likewise. */
  excerpt: pieces,
  rank: z.number(),
  at: instantOut,
});
export type SearchHit = z.output<typeof searchHit>;

export const searchResult = z.object({
  data: z.array(searchHit),
  /** What an operator does not know: a value that `is:` does not take, a name that nobody has. */
  notes: z.array(z.string()),
});
export type SearchResult = z.output<typeof searchResult>;

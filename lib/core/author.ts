import { z } from "zod";
import type { Actor } from "./actor.ts";

/** Who did something: a member, an API key, or the product itself (its id is null). */
export const author = z.object({
  kind: z.enum(["member", "key", "system"]),
  id: z.string().nullable(),
  name: z.string(),
});
export type Author = z.output<typeof author>;

/** What the column for an author's id holds: the product itself has none. */
export const authorId = ({ kind, id }: Actor): string | null => (kind === "system" ? null : id);

import { z } from "zod";
import { id, text } from "#lib/core/fields.ts";

/** `q` is what was typed behind the at sign: the beginning of a name, or of one of its words. */
export const suggestMentionsInput = z.strictObject({ q: text(100).optional() });
export const mentionable = z.object({ data: z.array(z.object({ id, name: z.string() })) });

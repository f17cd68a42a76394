import { z } from "zod";
import { author } from "#lib/core/author.ts";
import { filledText, id, instantOut, page, pageOf, version } from "#lib/core/fields.ts";
import { subject, subjectText } from "../schema.ts";

/** Markdown. A member is mentioned as `@[Name](user:id)`; the id of anybody else is mere text. */
const body = filledText(20_000);

export const comment = z.object({
  id,
  subject,
  body: z.string(),
  /** The members that it mentions, by their present names. */
  mentions: z.array(z.object({ id, name: z.string() })),
  createdBy: author,
  createdAt: instantOut,
  /** When its words were last changed; null while they are the first ones. */
  editedAt: instantOut.nullable(),
  updatedAt: instantOut,
  version,
});
export type Comment = z.output<typeof comment>;

/** The oldest first unless told. */
export const listCommentsInput = z.strictObject({
  subject: subjectText,
  ...page,
  order: z.enum(["asc", "desc"]).optional(),
});
/** `count` is of all that the record has. */
export const commentPage = pageOf(comment).extend({ count: z.int() });

export const createCommentInput = z.strictObject({ subject: subjectText, body });
export const updateCommentInput = z.strictObject({ id, body });
export const byId = z.strictObject({ id });

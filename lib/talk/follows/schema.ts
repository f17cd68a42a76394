import { z } from "zod";
import { subjectText } from "../schema.ts";

export const followInput = z.strictObject({ subject: subjectText });
export const setFollowInput = z.strictObject({ subject: subjectText, following: z.boolean() });
/** `following`: whether the asking member is told of what happens to it. */
export const follow = z.object({ following: z.boolean(), followers: z.int() });

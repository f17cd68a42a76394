import { z } from "zod";
import { nameText, version } from "#lib/core/fields.ts";

/** A login, as its owner sees it. */
export const accountOut = z.object({ id: z.string(), name: z.string(), email: z.string(), version });

export const updateAccountInput = z.strictObject({ name: nameText });

import { z } from "zod";
import { email, nameText, text } from "#lib/core/fields.ts";
import { newWorkspace } from "../schema.ts";

export const signUpInput = z.strictObject({
  name: nameText,
  email,
  /** Where no mail is sent, it is needed. Else whoever opens the mailed link chooses one, and this is not looked at. */
  password: text(200).optional(),
  workspace: z.strictObject(newWorkspace),
});

/** The same for every address, known or not. */
export const signUpOut = z.object({
  /** Whether a mail is on its way, which says what comes next; else an account that is new can sign in now. */
  mails: z.boolean(),
});

export const confirmSignUpOut = z.object({
  account: z.object({ id: z.string(), email: z.string() }),
  workspace: z.object({ slug: z.string(), name: z.string() }),
});

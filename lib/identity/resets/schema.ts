import { z } from "zod";
import { email, instantOut } from "#lib/core/fields.ts";

/** Whatever stands in a link: only its digest is looked up. */
export const resetToken = z.string().max(500);

export const forgotPasswordInput = z.strictObject({ email });

/** The same for every address, known or not. */
export const forgotPasswordOut = z.object({
  /** Whether this instance sends mail at all; else whoever runs the server prints a link. */
  mails: z.boolean(),
});

export const issuedReset = z.object({ link: z.string(), expiresAt: instantOut });

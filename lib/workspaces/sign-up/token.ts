import { decode, encode } from "next-auth/jwt";
import type { z } from "zod";
import { authSecret } from "#lib/core/environment.ts";
import { signUpInput } from "./schema.ts";

/** A key of its own, derived from the same secret. */
const salt = "throughline sign-up";
export const signUpSeconds = 60 * 60;

const asked = signUpInput.omit({ password: true });

/**
 * What somebody asked for, sealed in the link that goes to their address: nothing is stored of people who never open it.
 * The link makes one account, since an address has at most one.
 */
export const signUpToken = (told: z.output<typeof asked>): Promise<string> =>
  encode({ token: { asked: told }, secret: authSecret(), salt, maxAge: signUpSeconds });

/** What was asked for; null when the link is too old, or none of ours. */
export async function signUpIn(token: string): Promise<z.output<typeof asked> | null> {
  const claims = await decode({ token, secret: authSecret(), salt }).catch(() => null);
  return asked.safeParse(claims?.asked).data ?? null;
}

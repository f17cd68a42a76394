import { createHmac } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { authSecret } from "#lib/core/environment.ts";
import { type Letter, letter } from "./letter.ts";

/** A key of its own, derived from the same secret: no session's cookie is a letter, and none the other way round. */
const salt = "throughline mail";

/** A letter as the outbox holds it. Only a process with AUTH_SECRET can read it. */
export const sealed = (told: Letter, seconds: number): Promise<string> =>
  encode({ token: { letter: told }, secret: authSecret(), salt, maxAge: seconds });

/** The letter again; null when the secret is another one by now. */
export async function opened(text: string): Promise<Letter | null> {
  const claims = await decode({ token: text, secret: authSecret(), salt }).catch(() => null);
  return letter.safeParse(claims?.letter).data ?? null;
}

/** Stands for an address where it must not be read. */
export const addressHash = (address: string): string =>
  createHmac("sha256", authSecret()).update(`mail ${address.toLowerCase()}`).digest("hex");

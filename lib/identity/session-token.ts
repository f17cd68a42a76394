import { decode, encode } from "next-auth/jwt";
import { authSecret } from "#lib/core/environment.ts";
import { sessionCookieName, sessionSeconds, setCookie } from "./cookies.ts";

/** `{"alg":"dir","enc":"A256GCM"}` and no other header: nobody chooses how we decrypt, or how long that takes. */
const form = /^eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0\.\.[\w-]{16}\.[\w-]{1,1000}\.[\w-]{22}$/;

/** The session secret in a cookie that next-auth made with our key; null for anything else, expired ones included. */
export async function secretInSessionToken(token: string): Promise<string | null> {
  const key = authSecret();
  if (!form.test(token)) return null;
  const claims = await decode({ token, secret: key }).catch(() => null);
  return typeof claims?.sid === "string" ? claims.sid : null;
}

/** The Set-Cookie header that next-auth makes for a password, for who came in another way. */
export const sessionCookie = async (userId: string, secret: string): Promise<string> =>
  setCookie(
    sessionCookieName(),
    await encode({ token: { sub: userId, sid: secret }, secret: authSecret(), maxAge: sessionSeconds }),
    sessionSeconds,
  );

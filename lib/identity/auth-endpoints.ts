import type { Visitor } from "#lib/core/actor.ts";
import { badRequest, forbidden, notFound } from "#lib/core/errors.ts";
import { cookieValues, formCookieName } from "./cookies.ts";
import { askNextAuth } from "./next-auth.ts";
import { beginAtProvider, returnFromProvider } from "./oidc/endpoints.ts";
import { providerName } from "./oidc/provider.ts";
import { safeReturnTo } from "./return-to.ts";
import { startSession } from "./sign-in.ts";

/**
 * The two of next-auth's endpoints that the sign-in page needs, and the two for an OpenID provider. All others are 404,
 * next-auth's own pages among them.
 */

type Asked = {
  method: string;
  path: string;
  /** The query as it came, with its `?`. */
  query?: string;
  cookie: string | undefined;
  body: unknown;
  visitor: Visitor;
};

/** `location`: the browser is sent there, a path of this site. */
export type AuthAnswer = { body: Record<string, unknown>; cookies: string[]; location?: string };

const formToken = (cookie: string | undefined): string | undefined => {
  const [value, another] = cookieValues(cookie, formCookieName());
  // Ours is 128 hexadecimal digits around an escaped bar; anything else gets a new one.
  return another === undefined && /^[0-9a-f]{64}%7C[0-9a-f]{64}$/.test(value ?? "")
    ? value?.replace("%7C", "|")
    : undefined;
};

/** Answers a request to `/api/auth/…` whose origin has been checked. Throws AppError. */
export async function answerAuth({ method, path, query = "", cookie, body, visitor }: Asked): Promise<AuthAnswer> {
  const formCookie = formToken(cookie);
  if (method === "GET" && path === "/api/auth/csrf") {
    const { answered, form } = await askNextAuth({ action: ["csrf"], method: "GET", formCookie }, async () => null);
    return { body: answered as AuthAnswer["body"], cookies: form };
  }
  if (method === "POST" && path === "/api/auth/oidc") return beginAtProvider(visitor, body);
  if (method === "GET" && path === "/api/auth/callback/oidc") {
    if (providerName() === null) throw notFound();
    return { body: {}, ...(await returnFromProvider(visitor, cookie, query)) };
  }
  if (method !== "POST" || path !== "/api/auth/callback/credentials") throw notFound();
  if (typeof body !== "object" || body === null) throw badRequest("The body must be a JSON object.");
  const { csrfToken, email, password, callbackUrl } = body as Record<string, unknown>;
  let refusal: unknown = forbidden("This page is out of date. Load it again.");
  const action = ["callback", "credentials"];
  const { session } = await askNextAuth({ action, method: "POST", body: { csrfToken }, formCookie }, async () => {
    try {
      return await startSession(visitor, { email, password } as { email: string; password: string });
    } catch (error) {
      refusal = error;
      return null;
    }
  });
  if (session.length === 0) throw refusal;
  return { body: { url: safeReturnTo(callbackUrl) }, cookies: session };
}

import nextAuthModule, { type NextAuthOptions } from "next-auth";
import { authSecret } from "#lib/core/environment.ts";
import { log } from "#lib/core/log.ts";
import { cookieOptions, formCookieName, sessionCookieName, sessionSeconds } from "./cookies.ts";

/** What next-auth does for us: the form's token, and the cookie that carries a session's secret. Nothing else of it is on. */

export type Proof = (credentials: Record<string, unknown>) => Promise<{ userId: string; secret: string } | null>;

type Handler = (request: object, response: object, options: NextAuthOptions) => Promise<void>;
// Node gives the whole CommonJS module where a bundler gives its default export.
const handler = ((nextAuthModule as unknown as { default?: Handler }).default ?? nextAuthModule) as Handler;

function optionsFor(prove: Proof): NextAuthOptions {
  let proven: Awaited<ReturnType<Proof>> = null;
  const cookie = (name: string) => ({ name, options: cookieOptions() });
  return {
    secret: authSecret(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    jwt: { maxAge: sessionSeconds },
    useSecureCookies: cookieOptions().secure,
    cookies: { sessionToken: cookie(sessionCookieName()), csrfToken: cookie(formCookieName()) },
    providers: [
      {
        id: "credentials",
        name: "credentials",
        type: "credentials",
        credentials: {},
        authorize: async (credentials) => {
          proven = await prove(credentials ?? {});
          return proven && { id: proven.userId };
        },
      },
    ],
    callbacks: {
      // No name and no address: the cookie says which session it is, the table says whose.
      jwt: () => ({ sub: proven?.userId, sid: proven?.secret }),
      redirect: ({ baseUrl }) => baseUrl,
    },
    logger: {
      error: (code) => log.error({ code }, "next-auth"),
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => {},
    },
  };
}

type Asked = {
  action: string[];
  method: "GET" | "POST";
  body?: Record<string, unknown>;
  formCookie: string | undefined;
};

/**
 * Asks next-auth in its own terms, so that no header, query or cookie of a request reaches it unchecked. Gives what it
 * answered and the cookies it set that are ours; a session cookie is among them only when `prove` gave somebody.
 */
export async function askNextAuth({ action, method, body = {}, formCookie }: Asked, prove: Proof) {
  const setCookies: string[] = [];
  let answered: unknown = null;
  const response = {
    status: () => response,
    getHeader: () => setCookies,
    setHeader: (name: string, value: unknown) => {
      if (name === "Set-Cookie" && Array.isArray(value)) setCookies.splice(0, setCookies.length, ...value);
      return response;
    },
    json: (value: unknown) => {
      answered = value;
    },
    send: (value: unknown) => {
      answered = value;
    },
    end: () => {},
  };
  const cookies = formCookie === undefined ? {} : { [formCookieName()]: formCookie };
  await handler({ method, query: { nextauth: action }, body, cookies, headers: {} }, response, optionsFor(prove));
  const named = (name: string) => setCookies.filter((line) => line.startsWith(`${name}=`));
  return { answered, session: named(sessionCookieName()), form: named(formCookieName()) };
}

import { database } from "#db/client.ts";
import type { Visitor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { answerAuth } from "./auth-endpoints.ts";
import { cookieValues, formCookieName, sessionCookieName } from "./cookies.ts";
import { hashPassword } from "./password-hash.ts";
import { insertUser } from "./users.ts";
import { resolveVisitor } from "./who.ts";

/** People and browsers for tests. */

export type Person = { id: string; email: string; password: string };

/** An account with a password. */
export async function newPerson(password = "correct horse battery"): Promise<Person> {
  const email = `dana-${newId()}@initech.example`;
  const passwordHash = await hashPassword(password);
  const work = ({ tx }: { tx: Parameters<typeof insertUser>[0] }) =>
    insertUser(tx, { name: "Dana Ito", email, passwordHash });
  return { id: await database().transact({ workspaceId: null, mode: "write" }, work), email, password };
}

/** An address that no other test has used. */
export const newAddress = (): string => `2001:db8::${newId()}`;

/** Who a browser with this cookie, or a client with this key, is to the server. */
export const asVisitor = (
  sent: { cookie?: string; authorization?: string; address?: string } = {},
  options?: Parameters<typeof resolveVisitor>[1],
): Promise<Visitor> => {
  const { cookie, authorization, address = newAddress() } = sent;
  return resolveVisitor({ cookie, authorization, address, userAgent: "a test", requestId: newId() }, options);
};

const pairOf = (cookies: string[], name: string) => `${name}=${cookieValues(cookies.join(";"), name)[0] ?? ""}`;

/** Signs in as the page does, and gives the Cookie header that the browser then has and the Set-Cookie lines it got. */
export async function signInAs(
  { email, password }: { email: string; password: string },
  browser: { cookie?: string; address?: string } = {},
): Promise<{ cookie: string; setCookie: string[]; body: Record<string, unknown> }> {
  const visitor = await asVisitor(browser, { fresh: true });
  const form = await answerAuth({ method: "GET", path: "/api/auth/csrf", cookie: undefined, body: undefined, visitor });
  const { body, cookies } = await answerAuth({
    method: "POST",
    path: "/api/auth/callback/credentials",
    cookie: pairOf(form.cookies, formCookieName()),
    body: { csrfToken: form.body.csrfToken, email, password },
    visitor,
  });
  return { cookie: pairOf(cookies, sessionCookieName()), setCookie: cookies, body };
}

/** Ways in which a return address has led people off a site (RELIABILITY.md A14). */
export const redirectPayloads: string[] = [
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "//evil.example/%2f..",
  "/\\evil.example",
  "/\\/evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r/evil.example",
  "\t//evil.example",
  " //evil.example",
  "\u0000//evil.example",
  "/%09/evil.example",
  "/%0a/evil.example",
  "/%0d%0aLocation:%20https://evil.example",
  "/w/acme%0d%0aSet-Cookie:%20throughline.session=x",
  "/%00//evil.example",
  "/%5cevil.example",
  "/%5Cevil.example",
  "/%2f/evil.example",
  "/%2Fevil.example",
  "/%2f%2fevil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/./\\evil.example",
  "/w/..//evil.example",
  "/w/acme/../..//evil.example",
  "/%2e//evil.example",
  "/%2e%2e//evil.example",
  "http://evil.example",
  "https://evil.example",
  "HTTPS://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:\\\\evil.example",
  "http:evil.example",
  "://evil.example",
  "ftp://evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "javascript://%0aalert(1)",
  " javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "blob:https://evil.example/1",
  "file:///etc/passwd",
  "https://throughline.example@evil.example",
  "//throughline.example@evil.example",
  "//throughline.example:80@evil.example/",
  "https://evil.example#@throughline.example",
  "https://evil.example?throughline.example",
  "https://throughline.example.evil.example",
  "//evil%E3%80%82example",
  "/\u00a0/evil.example",
  "\u2028//evil.example",
  "//[::1]/",
  "//2130706433/",
  "evil.example",
  "?next=//evil.example",
  "/api/v1/session",
  "",
];

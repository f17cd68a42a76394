import { isHttps } from "#lib/core/environment.ts";
import { badRequest } from "#lib/core/errors.ts";

export const sessionSeconds = 30 * 24 * 60 * 60;

/** `__Host-` binds a cookie to this host, to https and to the path `/`: no neighbour can plant one. */
const named = (name: string) => `${isHttps() ? "__Host-" : ""}throughline.${name}`;

export const sessionCookieName = (): string => named("session");
/** Holds next-auth's token against sign-ins that another site sends off. */
export const formCookieName = (): string => named("form");

/** Holds what a sign-in at the OpenID provider began with, until it comes back. */
export const flowCookieName = (): string => named("oidc");

export const cookieOptions = () => ({ httpOnly: true, sameSite: "lax" as const, path: "/", secure: isHttps() });

/** All different values that a Cookie header has for a name. */
export function cookieValues(header: string | undefined, name: string): string[] {
  const start = `${name}=`;
  const pairs = (header ?? "").split(";").map((pair) => pair.trim());
  return [...new Set(pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length)))];
}

/** The session cookie's value. Of two, one could be planted and nothing tells which, so both are refused with 400. */
export function readSessionCookie(header: string | undefined): string | null {
  const [value, another] = cookieValues(header, sessionCookieName());
  if (another !== undefined) throw badRequest("There are two session cookies. Delete this site's cookies and sign in.");
  return value || null;
}

/** A Set-Cookie header; nought seconds take the cookie out of a browser. */
export const setCookie = (name: string, value: string, seconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isHttps() ? "; Secure" : ""}`;

/** The Set-Cookie header that takes the session cookie out of a browser. */
export const withoutSessionCookie = (): string => setCookie(sessionCookieName(), "", 0);

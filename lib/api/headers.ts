import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** The security headers of every answer. Pages get a policy with a nonce of their own; the API runs nothing at all. */

const forApi =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";

const forPages = (nonce: string, dev: boolean, secure: boolean) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Attributes only: positions that scripts compute, such as those of a virtual list.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");

function common(outgoing: ServerResponse, secure: boolean) {
  outgoing.setHeader("X-Content-Type-Options", "nosniff");
  outgoing.setHeader("Referrer-Policy", "same-origin");
  outgoing.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  outgoing.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  outgoing.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  if (secure) outgoing.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
}

/** For /api/v1 and the probes. */
export function secureApi(outgoing: ServerResponse, secure: boolean): void {
  common(outgoing, secure);
  outgoing.setHeader("Content-Security-Policy", forApi);
}

/** For pages: the policy stands in the request too, where Next reads the nonce for its own scripts. */
export function securePage(incoming: IncomingMessage, outgoing: ServerResponse, dev: boolean, secure: boolean): void {
  common(outgoing, secure);
  const policy = forPages(randomBytes(18).toString("base64"), dev, secure);
  incoming.headers["content-security-policy"] = policy;
  outgoing.setHeader("Content-Security-Policy", policy);
}

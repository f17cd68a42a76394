import { AppError, type ErrorCode } from "#lib/core/errors.ts";

/** RFC 9457 problem details: how every error leaves the house. Nothing of the inside: no stack, no SQL, no path. */

const kinds: Record<ErrorCode, { status: number; title: string }> = {
  bad_request: { status: 400, title: "The request cannot be read" },
  unauthenticated: { status: 401, title: "Who is asking is not known" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "This method is not for this address" },
  conflict: { status: 409, title: "In conflict with what is there" },
  stale: { status: 412, title: "Changed since you read it" },
  too_large: { status: 413, title: "Too large" },
  unsupported_media: { status: 415, title: "This kind of content is not taken" },
  invalid: { status: 422, title: "The input does not fit" },
  too_many: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Not available at the moment" },
  internal: { status: 500, title: "Something went wrong on our side" },
};

/** Turns any error into the one that may be shown. What is not an AppError is `internal`, its text stays inside. */
export const presentable = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError("internal", "The request id names the entry in the server's log.");

/** The answer for an error: `application/problem+json` with its headers. */
export function problemOf(
  error: AppError,
  requestId: string,
): { status: number; headers: Record<string, string>; body: string } {
  const { status, title } = kinds[error.code];
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store" };
  if (error.retryAfter !== undefined) headers["retry-after"] = String(Math.max(1, Math.ceil(error.retryAfter)));
  if (error.allow) headers.allow = error.allow.join(", ");
  if (error.code === "unauthenticated") headers["www-authenticate"] = "Bearer";
  const body = {
    type: `urn:throughline:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    requestId,
    ...(error.fields ? { errors: error.fields } : {}),
    ...(error.current === undefined ? {} : { current: error.current }),
  };
  return { status, headers, body: JSON.stringify(body) };
}

/** The same as what Hono gives back. */
export function problemResponse(error: AppError, requestId: string): Response {
  const { status, headers, body } = problemOf(error, requestId);
  return new Response(body, { status, headers });
}

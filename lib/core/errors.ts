/** What can go wrong, in the few words the whole product uses. `lib/api/problem.ts` turns each into an HTTP status. */
export type ErrorCode =
  | "bad_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "stale"
  | "too_large"
  | "unsupported_media"
  | "invalid"
  | "too_many"
  | "unavailable"
  | "internal";

/** One bad field of an input. `pointer` is a JSON pointer (RFC 6901) into the body or the query: `/contact/email`. */
export type FieldProblem = { pointer: string; code: string; message: string };

type Details = {
  fields?: FieldProblem[];
  current?: unknown;
  retryAfter?: number;
  allow?: string[];
  logged?: Logged;
  cause?: unknown;
};

/** Codes and ids: why somebody was refused, in more detail than they are told. */
export type Logged = { reason: string; userId?: string };

/** The only error that operations throw on purpose. `message` is shown to people, so it holds no secret and no SQL. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldProblem[] | undefined;
  /** The representation as it is now, for `stale`. */
  readonly current: unknown;
  /** Seconds after which trying again is worth it, for `unavailable` and `too_many`. */
  readonly retryAfter: number | undefined;
  /** Methods that the path does know, for `method_not_allowed`. */
  readonly allow: string[] | undefined;
  /** What the log says of it and the answer does not. */
  readonly logged: Logged | undefined;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "AppError";
    this.code = code;
    this.fields = details.fields;
    this.current = details.current;
    this.retryAfter = details.retryAfter;
    this.allow = details.allow;
    this.logged = details.logged;
  }
}

const refusals: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "forbidden", "too_many"]);

/**
 * What the log says of an error by which somebody was turned away: a failed sign-in, a right that is missing, a limit
 * (ASVS 16.3). Null for a mere mistake.
 */
export const refusal = ({ code, message, logged }: AppError): ({ code: ErrorCode } & Logged) | null =>
  logged || refusals.has(code) ? { code, reason: message, ...logged } : null;

const told = (logged: Logged | undefined): Details => (logged ? { logged } : {});

/** Another workspace's row, an unknown id and a deleted row are the same to the one who asks. */
export const notFound = (logged?: Logged) => new AppError("not_found", "There is nothing here.", told(logged));
export const unauthenticated = (logged?: Logged) =>
  new AppError("unauthenticated", "Sign in, or send an API key.", told(logged));
export const forbidden = (message = "You may not do this.") => new AppError("forbidden", message);
/** `allow` are the methods that the address does take. */
export const methodNotAllowed = (allow: string[]) =>
  new AppError("method_not_allowed", `This address takes ${allow.join(", ")}.`, { allow });
export const conflict = (message: string) => new AppError("conflict", message);
export const badRequest = (message: string) => new AppError("bad_request", message);
export const unavailable = (message: string, retryAfter = 1, cause?: unknown) =>
  new AppError("unavailable", message, { retryAfter, cause });
export const stale = (current: unknown) =>
  new AppError("stale", "Somebody changed this since you read it.", { current });
/** One field is wrong in a way the schema cannot know. */
export const invalid = (pointer: string, code: string, message: string) =>
  new AppError("invalid", message, { fields: [{ pointer, code, message }] });

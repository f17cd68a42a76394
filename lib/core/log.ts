import { AsyncLocalStorage } from "node:async_hooks";
import { pino } from "pino";
import { sqlState, violatedConstraint } from "#db/client.ts";
import { AppError } from "./errors.ts";
import { withSourcePlace } from "./source-place.ts";

const requests = new AsyncLocalStorage<{ requestId: string }>();

/** Every entry that `work` writes, and what follows from it, names the request. */
export const loggedAs = <T>(requestId: string, work: () => T): T => requests.run({ requestId }, work);

/**
 * One JSON line per entry, without personal data: ids, counts and codes only.
 * Redaction is the second lock for what must never be there.
 */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: () => ({ ...requests.getStore() }),
  redact: ["authorization", "cookie", "password", "token", "secret", "email", "body", "*.authorization", "*.cookie"],
});

/**
 * What a log may hold of an error: its kind and where it was thrown. A database error's text and a failed query's
 * parameters hold what people wrote, so of those only SQLSTATE and constraint are kept.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const state = sqlState(error);
  return {
    kind: error.name,
    ...(state ? { sqlState: state, constraint: violatedConstraint(error) } : { message: messageOf(error) }),
    ...(error instanceof AppError ? { code: error.code } : {}),
    frames: framesOf(error)
      .slice(0, 12)
      .map((frame) => withSourcePlace(frame)),
    ...(error.cause instanceof Error ? { cause: loggable(error.cause) } : {}),
  };
}

/** Where it was thrown. The message, which stands before it in the stack, may have lines that look the same. */
function framesOf({ message, stack = "" }: Error): string[] {
  const from = stack.indexOf(message);
  const lines = from < 0 ? [] : stack.slice(from + message.length).split("\n");
  return lines.filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
}

const messageOf = (error: Error) =>
  /^Failed query/.test(error.message) ? "Failed query" : error.message.slice(0, 300);

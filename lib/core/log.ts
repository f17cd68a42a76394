import { pino } from "pino";

/**
 * One JSON line per entry, without personal data: ids, counts and codes only.
 * Redaction is the second lock for what must never be there.
 */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["authorization", "cookie", "password", "token", "secret", "email", "body", "*.authorization", "*.cookie"],
});

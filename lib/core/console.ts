import { AppError } from "./errors.ts";
import { log, loggable } from "./log.ts";

const levels = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * Makes entries of our log of what libraries print: one line each, and of an error only what a log may hold. `failed` is
 * told of every page that failed, which Next says on the console.
 */
export function logConsole(failed: () => void): void {
  for (const [name, level] of Object.entries(levels)) {
    console[name as keyof typeof levels] = (...said: unknown[]) => {
      const error = said.find((one) => one instanceof Error);
      if (!error) return log[level]({ said: said.map(String).join(" ").slice(0, 300) }, "console");
      if (!("digest" in error)) return log[level]({ error: loggable(error) }, "console");
      // What the page shows instead of the error.
      const entry = { digest: String(error.digest), error: loggable(error) };
      if (error instanceof AppError && error.code === "unavailable") return log.warn(entry, "unavailable");
      failed();
      log[level](entry, "page failed");
    };
  }
  process.removeAllListeners("warning");
  process.on("warning", (warning) => log.warn({ error: loggable(warning) }, "warning of Node.js"));
}

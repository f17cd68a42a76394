import { log, loggable } from "./log.ts";
import { SettingsError } from "./settings.ts";

export type Running = {
  /** Notes what must end with the process. It ends in the opposite order: each may still need what began before it. */
  atEnd: (end: () => unknown) => void;
  /** True once a signal has come: no new work is taken. */
  isEnding: () => boolean;
};

/** Milliseconds for an orderly end; what takes longer is cut off, and the exit code says so. */
const patience = 29_000;
/** Milliseconds of them for a start that was still going on when the signal came. */
const startPatience = 10_000;

const unreachable = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|CONNECT_TIMEOUT|CONNECTION_)/;

/** What to tell people who wait for a start: one plain message. Null for a fault of ours, which needs its stack. */
function messageOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && unreachable.test(String(error.code)))
    return `The database cannot be reached: ${error.message}`;
  if (error.name === "PostgresError") return `The database refuses: ${error.message}`;
  return error instanceof SettingsError || error.constructor === Error ? error.message : null;
}

/**
 * Runs a process from its start to its end. A signal at any time, or the launcher's death, ends what has begun, in order,
 * with exit code 0; a start that fails ends it too, with a message and exit code 1, so nothing is left half started.
 */
export function runProcess(
  start: (running: Running) => Promise<void>,
  count: (where: string) => void = () => {},
): void {
  const ends: (() => unknown)[] = [];
  let ending = false;

  const end = async (exitCode: number) => {
    ending = true;
    for (const work of ends.splice(0).reverse()) {
      try {
        await work();
      } catch (error) {
        log.error({ error: loggable(error) }, "could not end in order");
      }
    }
    process.exit(exitCode);
  };

  const stop = async (signal: string) => {
    if (ending) return;
    ending = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), patience).unref();
    await Promise.race([started, new Promise((resolve) => setTimeout(resolve, startPatience).unref())]);
    await end(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, stop);
  process.on("disconnect", () => stop("disconnect"));

  process.on("unhandledRejection", (reason) => {
    count("unhandledRejection");
    log.error({ error: loggable(reason) }, "unhandled rejection");
  });
  process.on("uncaughtException", (error) => {
    count("uncaughtException");
    log.fatal({ error: loggable(error) }, "uncaught exception");
    process.exit(1);
  });

  const started = start({ atEnd: (work) => ends.push(work), isEnding: () => ending }).catch((error: unknown) => {
    const message = messageOf(error);
    if (message) process.stderr.write(`${message}\n`);
    else log.fatal({ error: loggable(error) }, "could not start");
    return end(1);
  });
}

import { useDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { openDatabase } from "#db/open.ts";
import { checkRuntimeRole } from "#db/runtime-role.ts";
import { log, loggable } from "#lib/core/log.ts";
import { readSettings, SettingsError } from "#lib/core/settings.ts";
import { startJobs } from "#lib/jobs/queue.ts";

/** A process that only does jobs: `npm run worker`. Any number of them may run beside any number of servers. */

const stopMs = 25_000;

async function start() {
  const settings = readSettings(process.env);
  const opened = await openDatabase(settings);
  await migrate(opened.migrationUrl);
  const db = useDatabase(opened.url);
  await checkRuntimeRole(db);
  // WORKERS=0 tells the servers beside this one to leave the jobs to it.
  const jobs = await startJobs({ url: opened.migrationUrl, workers: settings.workers || 4 });
  process.stdout.write("Throughline does its jobs here.\n");

  const stop = async (signal: string) => {
    if (!jobs.running) return;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), stopMs + 4_000).unref();
    await jobs.stop({ graceMs: stopMs - 10_000 });
    await db.close();
    await opened.stop();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("disconnect", () => stop("disconnect"));
}

process.on("unhandledRejection", (reason) => {
  log.error({ error: loggable(reason) }, "unhandled rejection");
});
process.on("uncaughtException", (error) => {
  log.fatal({ error: loggable(error) }, "uncaught exception");
  process.exit(1);
});

start().catch((error: unknown) => {
  if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ error: loggable(error) }, "could not start");
  process.exit(1);
});

import { useDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { openDatabase } from "#db/open.ts";
import { checkRuntimeRole } from "#db/runtime-role.ts";
import { authSecretOf } from "#lib/core/auth-secret.ts";
import { runProcess } from "#lib/core/process.ts";
import { readSettings } from "#lib/core/settings.ts";
import { startJobs } from "#lib/jobs/queue.ts";

/** A process that only does jobs: `npm run worker`. Any number of them may run beside any number of servers. */
runProcess(async ({ atEnd }) => {
  const settings = readSettings();
  process.env.AUTH_SECRET = await authSecretOf(settings);
  const opened = await openDatabase(settings);
  atEnd(() => opened.stop());
  await migrate(opened.migrationUrl);
  const db = useDatabase(opened.url);
  atEnd(() => db.close());
  await checkRuntimeRole(db);
  // WORKERS=0 tells the servers beside this one to leave the jobs to it.
  const jobs = await startJobs({ url: opened.migrationUrl, workers: settings.workers || 4 });
  atEnd(() => jobs.stop({ graceMs: 15_000 }));
  process.stdout.write("Throughline does its jobs here.\n");
});

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import { useDatabase } from "#db/client.ts";
import { migrate, pendingMigrations } from "#db/migrate.ts";
import { openDatabase } from "#db/open.ts";
import { checkRuntimeRole } from "#db/runtime-role.ts";
import { createApi } from "#lib/api/app.ts";
import { Gate } from "#lib/api/gate.ts";
import { createHealth } from "#lib/api/health.ts";
import { createHttpServer } from "#lib/api/http-server.ts";
import { createListener, listenerOf } from "#lib/api/listener.ts";
import { errors, metricsRegistry } from "#lib/api/metrics.ts";
import { Streams } from "#lib/api/streams.ts";
import { authSecretOf } from "#lib/core/auth-secret.ts";
import { logConsole } from "#lib/core/console.ts";
import { log } from "#lib/core/log.ts";
import { runProcess } from "#lib/core/process.ts";
import { readSettings, type Settings, SettingsError } from "#lib/core/settings.ts";
import { setupPath } from "#lib/identity/claim.ts";
import { showImports } from "#lib/imports/metrics.ts";
import { showJobs } from "#lib/jobs/metrics.ts";
import { prepareQueues, startJobs } from "#lib/jobs/queue.ts";
import { JobThread } from "#lib/jobs/thread.ts";
import { showMails } from "#lib/mail/metrics.ts";

/** The process: settings, database, migrations, jobs, HTTP, and an orderly end. */

const dev = process.argv.includes("--dev");

function listen(server: Server, { port, host }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      reject(new SettingsError(`Port ${port} is taken. Stop what listens there, or choose another with PORT=3001.`));
    });
    // A crowd that comes at once is told to come again; with a short queue the kernel would let it wait for seconds, in silence.
    server.listen({ port, host, backlog: 4_096 }, () =>
      resolve(`http://${host}:${(server.address() as AddressInfo).port}`),
    );
  });
}

/** No new connections; requests in flight may take 15 s to end, and streams end at once. */
function drain(server: Server, streams: Streams): Promise<void> {
  streams.end();
  // A connection whose request is answered meanwhile is kept too, and nothing would close it for a minute.
  const closing = setInterval(() => server.closeIdleConnections(), 100);
  setTimeout(() => server.closeAllConnections(), 15_000).unref();
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(closing);
      resolve();
    });
  });
}

runProcess(
  async ({ atEnd, isEnding }) => {
    const settings = readSettings();
    if (!dev) logConsole(() => errors.inc({ where: "page" }));
    process.env.AUTH_SECRET = await authSecretOf(settings);
    const app = next({ dev, dir: import.meta.dirname, hostname: settings.host, port: settings.port });
    const preparing = app.prepare();
    preparing.catch(() => {});
    const opened = await openDatabase(settings);
    atEnd(() => opened.stop());
    await migrate(opened.migrationUrl);
    const db = useDatabase(opened.url);
    atEnd(() => db.close());
    await checkRuntimeRole(db);
    const jobs =
      settings.workers > 0
        ? await startJobs({
            url: opened.migrationUrl,
            workers: settings.workers,
            thread: new JobThread({ databaseUrl: opened.url, workers: settings.workers }, () =>
              errors.inc({ where: "thread" }),
            ),
          })
        : null;
    if (jobs) {
      atEnd(() => jobs.stop({ graceMs: 8_000 }));
      showJobs(metricsRegistry, jobs);
      showImports(metricsRegistry);
      showMails(metricsRegistry);
    } else await prepareQueues({ url: opened.migrationUrl });
    await preparing;

    const readiness = {
      blocked: () =>
        isEnding() ? "the server is shutting down" : jobs && !jobs.running ? "the jobs are not running" : null,
      pending: pendingMigrations,
    };
    const streams = new Streams();
    const api = createApi(settings, streams);
    const health = createHealth(readiness, settings.metricsToken);
    const gate = new Gate();
    const server = createHttpServer(
      createListener(
        { ...settings, dev },
        { api: listenerOf(api), health: listenerOf(health), pages: app.getRequestHandler() },
        gate,
      ),
    );
    if (dev) server.on("upgrade", app.getUpgradeHandler());
    // Asked before anybody is served: a database that goes away afterwards ends nothing.
    const setup = await setupPath();
    const address = await listen(server, settings);
    gate.watch(server);
    atEnd(() => drain(server, streams));
    const { hostname, protocol } = new URL(settings.appUrl ?? address);
    if (protocol !== "https:" && !/^(localhost|127\..*|\[::1\])$/.test(hostname)) {
      log.warn("APP_URL is not https: cookies can be read on the way");
    }
    process.stdout.write(`Throughline is ready: ${settings.appUrl ?? address}${setup ?? ""}\n`);
  },
  (where) => errors.inc({ where }),
);

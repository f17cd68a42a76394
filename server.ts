import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { useDatabase } from "#db/client.ts";
import { migrate, pendingMigrations } from "#db/migrate.ts";
import { openDatabase } from "#db/open.ts";
import { checkRuntimeRole } from "#db/runtime-role.ts";
import { addressOf, createApi, requestIdOf } from "#lib/api/app.ts";
import { secureApi, securePage } from "#lib/api/headers.ts";
import { createHealth } from "#lib/api/health.ts";
import { errors, metricsRegistry } from "#lib/api/metrics.ts";
import { problemResponse } from "#lib/api/problem.ts";
import { authSecretOf } from "#lib/core/auth-secret.ts";
import { AppError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { runProcess } from "#lib/core/process.ts";
import { readSettings, type Settings, SettingsError } from "#lib/core/settings.ts";
import { setupLink } from "#lib/identity/claim.ts";
import { pageHeaders } from "#lib/identity/page-headers.ts";
import { showJobs } from "#lib/jobs/metrics.ts";
import { prepareQueues, startJobs } from "#lib/jobs/queue.ts";

/** The process: settings, database, migrations, jobs, HTTP, and an orderly end. */

const dev = process.argv.includes("--dev");

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

function refuse(outgoing: ServerResponse, error: AppError, requestId: string) {
  const response = problemResponse(error, requestId);
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), "x-request-id": requestId });
  response.text().then((body) => outgoing.end(body));
}

/** Pages are read with GET and HEAD; only next-auth takes a POST, and a small one. There are no Server Actions. */
function pageTrouble({ method, url, headers }: IncomingMessage): AppError | null {
  const isAuth = url?.startsWith("/api/auth/");
  const allow = isAuth ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"];
  if (!allow.includes(method ?? "")) {
    return new AppError("method_not_allowed", `This address takes ${allow.join(", ")}.`, { allow });
  }
  if (method === "POST" && !(Number(headers["content-length"]) <= 16_384)) {
    return new AppError("too_large", "The body must state its length and have at most 16384 bytes.");
  }
  return null;
}

function createListener(settings: Settings, api: Listener, health: Listener, pages: Listener): Listener {
  const secure = settings.appUrl?.startsWith("https://") ?? false;
  return (incoming, outgoing) => {
    const path = incoming.url?.split("?", 1)[0] ?? "/";
    const requestId = requestIdOf(incoming.headers["x-request-id"]);
    incoming.headers["x-request-id"] = requestId;
    if (path === "/healthz" || path === "/readyz" || path === "/metrics") {
      secureApi(outgoing, secure);
      outgoing.setHeader("X-Request-Id", requestId);
      return health(incoming, outgoing);
    }
    if (path === "/api/v1" || path.startsWith("/api/v1/")) {
      secureApi(outgoing, secure);
      if (incoming.method === "TRACE" || incoming.method === "CONNECT") {
        return refuse(
          outgoing,
          new AppError("method_not_allowed", "Not a method of this API.", { allow: ["GET"] }),
          requestId,
        );
      }
      return api(incoming, outgoing);
    }
    securePage(incoming, outgoing, dev, secure);
    incoming.headers[pageHeaders.address] = addressOf(incoming, settings.trustProxy);
    incoming.headers[pageHeaders.url] = incoming.url ?? "/";
    outgoing.setHeader("X-Request-Id", requestId);
    const trouble = pageTrouble(incoming);
    return trouble ? refuse(outgoing, trouble, requestId) : pages(incoming, outgoing);
  };
}

function listen(server: Server, { port, host }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      reject(new SettingsError(`Port ${port} is taken. Stop what listens there, or choose another with PORT=3001.`));
    });
    server.listen(port, host, () => resolve(`http://${host}:${(server.address() as AddressInfo).port}`));
  });
}

/** No new connections; requests in flight may take 15 s to end. */
function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 15_000).unref();
  return closed;
}

runProcess(
  async ({ atEnd, isEnding }) => {
    const settings = readSettings();
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
    const jobs = settings.workers > 0 ? await startJobs({ url: opened.migrationUrl, workers: settings.workers }) : null;
    if (jobs) {
      atEnd(() => jobs.stop({ graceMs: 8_000 }));
      showJobs(metricsRegistry, jobs);
    } else await prepareQueues({ url: opened.migrationUrl });
    await preparing;

    const readiness = {
      blocked: () =>
        isEnding() ? "the server is shutting down" : jobs && !jobs.running ? "the jobs are not running" : null,
      pending: pendingMigrations,
    };
    const api = createApi(settings);
    const health = createHealth(readiness, settings.metricsToken);
    const server = createServer(
      { requestTimeout: 900_000, headersTimeout: 15_000, maxHeaderSize: 32_768 },
      createListener(
        settings,
        getRequestListener(api.fetch, { overrideGlobalObjects: false }),
        getRequestListener(health.fetch, { overrideGlobalObjects: false }),
        app.getRequestHandler(),
      ),
    );
    if (dev) server.on("upgrade", app.getUpgradeHandler());
    const address = await listen(server, settings);
    atEnd(() => drain(server));
    if (!settings.appUrl?.startsWith("https://")) log.warn("APP_URL is not https: cookies can be read on the way");
    const link = await setupLink(settings.appUrl ?? address);
    process.stdout.write(`Throughline is ready: ${link ?? settings.appUrl ?? address}\n`);
  },
  (where) => errors.inc({ where }),
);

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener, RequestError } from "@hono/node-server";
import { database, endingWithin } from "#db/client.ts";
import { AppError, badRequest, methodNotAllowed, unavailable } from "#lib/core/errors.ts";
import { log, loggable, loggedAs } from "#lib/core/log.ts";
import type { Settings } from "#lib/core/settings.ts";
import { pageHeaders } from "#lib/identity/page-headers.ts";
import { addressOf, requestIdOf, requestMs } from "./app.ts";
import { announcesBody } from "./body.ts";
import type { Gate } from "./gate.ts";
import { secureApi, securePage } from "./headers.ts";
import { countRequest } from "./metrics.ts";
import { presentable, problemOf, problemResponse } from "./problem.ts";
import { unsubscribePath } from "./unsubscribe.ts";

/** Where each request goes: to the probes, to the API, or to Next's pages. */

export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;
type Doors = { api: Listener; health: Listener; pages: Listener };
type Settled = Pick<Settings, "appUrl" | "trustProxy"> & { dev: boolean };

/** One of Hono's apps as Node takes it. What is wrong before it is asked is answered as every other mistake is. */
export const listenerOf = ({ fetch }: { fetch: Parameters<typeof getRequestListener>[0] }): Listener =>
  getRequestListener(fetch, {
    overrideGlobalObjects: false,
    // `letFinish` does it, with more patience.
    autoCleanupIncoming: false,
    errorHandler: (error) => {
      const requestId = crypto.randomUUID();
      if (error instanceof RequestError) return problemResponse(badRequest("The address is none."), requestId);
      log.error({ requestId, error: loggable(error) }, "unexpected error");
      return problemResponse(presentable(error), requestId);
    },
  });

function refuse(outgoing: ServerResponse, error: AppError, requestId: string) {
  const { status, headers, body } = problemOf(error, requestId);
  outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  outgoing.end(body);
}

/** Pages are read with GET and HEAD, without a body; only next-auth takes a POST, a small one. There are no Server Actions. */
function pageTrouble(incoming: IncomingMessage): AppError | null {
  const { method, url, headers } = incoming;
  const isAuth = url?.startsWith("/api/auth/");
  const allow = isAuth ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"];
  if (!allow.includes(method ?? "")) return methodNotAllowed(allow);
  if (method !== "POST" && announcesBody(incoming)) return badRequest("A page takes no body.");
  if (method === "POST" && !(Number(headers["content-length"]) <= 16_384)) {
    return new AppError("too_large", "The body must state its length and have at most 16384 bytes.");
  }
  return null;
}

/** While the database is away: a page that needs none, and asks again by itself. */
const awayPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3"><title>One moment · Throughline</title></head>
<body style="font:15px/24px ui-sans-serif,system-ui,sans-serif;max-width:44ch;margin:20vh auto;padding:0 24px"><main role="alert">
<h1 style="font-size:20px">Throughline cannot reach its database</h1><p>It tries again by itself, and so does this page.</p></main></body></html>`;

/** A page that fails because the database is away has not failed itself: it says so, and when to come again. */
function showAsAway(outgoing: ServerResponse) {
  if (outgoing.headersSent) return;
  const { writeHead } = outgoing;
  outgoing.writeHead = ((status: number, ...rest: []) => {
    if (status === 500) outgoing.setHeader("Retry-After", "1");
    return writeHead.call(outgoing, status === 500 ? 503 : status, ...rest);
  }) as typeof writeHead;
}

function servePage(incoming: IncomingMessage, outgoing: ServerResponse, requestId: string, pages: Listener) {
  const began = performance.now();
  outgoing.on("close", () => {
    const ms = performance.now() - began;
    countRequest("page", outgoing.statusCode, ms);
    const { method } = incoming;
    log.info({ requestId, method, operation: "page", status: outgoing.statusCode, ms: Math.round(ms) }, "request");
  });
  const trouble = pageTrouble(incoming);
  if (trouble) return refuse(outgoing, trouble, requestId);
  if (database().away) {
    outgoing.writeHead(503, {
      "content-type": "text/html; charset=utf-8",
      "retry-after": "1",
      "cache-control": "no-store",
    });
    return outgoing.end(awayPage);
  }
  const refused = () => showAsAway(outgoing);
  return loggedAs(requestId, () => endingWithin(requestMs, () => pages(incoming, outgoing), refused));
}

/** One for all: an error takes longer to be made than to be told, and thousands a second may be refused. */
const busy = unavailable("The server is busy.", 2);

/** Too much is asked of the server at the moment. Said before anything is done for the request, so it costs next to nothing. */
function turnAway(outgoing: ServerResponse, requestId: string) {
  countRequest("refused", 503, 0);
  refuse(outgoing, busy, requestId);
}

/**
 * A target may be a whole address (RFC 9112, 3.2.2). Only its path counts: what it calls this host says as little as the
 * Host header does.
 */
const pathIn = (target: string | undefined): string => {
  if (target === undefined || target.startsWith("/")) return target ?? "/";
  const url = /^https?:\/\//i.test(target) ? URL.parse(target) : null;
  return url === null ? target : url.pathname + url.search;
};

/** Of two Host headers one could be meant for a proxy on the way, and the other for us. */
const saysHostTwice = ({ rawHeaders }: IncomingMessage): boolean =>
  rawHeaders.filter((name, n) => n % 2 === 0 && name.toLowerCase() === "host").length > 1;

/** What the server does with a request. */
export function createListener(
  { appUrl, trustProxy, dev }: Settled,
  { api, health, pages }: Doors,
  gate: Gate,
): Listener {
  const secure = appUrl?.startsWith("https://") ?? false;
  return (incoming, outgoing) => {
    incoming.url = pathIn(incoming.url);
    const path = incoming.url.split("?", 1)[0] ?? "/";
    const requestId = requestIdOf(incoming.headers["x-request-id"]);
    incoming.headers["x-request-id"] = requestId;
    outgoing.setHeader("X-Request-Id", requestId);
    if (path === "/healthz" || path === "/readyz" || path === "/metrics") {
      secureApi(outgoing, secure);
      return health(incoming, outgoing);
    }
    const isApi =
      path === "/api/v1" ||
      path.startsWith("/api/v1/") ||
      (incoming.method === "POST" && path.startsWith(unsubscribePath));
    if (isApi) secureApi(outgoing, secure);
    else securePage(incoming, outgoing, dev, secure);
    if (saysHostTwice(incoming)) return refuse(outgoing, badRequest("There are two Host headers."), requestId);
    // What the build made is the same for everybody and needs nothing.
    if (path.startsWith("/_next/static/")) return pages(incoming, outgoing);
    if (gate.refuses(path)) return turnAway(outgoing, requestId);
    gate.letIn(path, incoming, outgoing);
    if (isApi) return api(incoming, outgoing);
    // Unless Next knows better: what is shown to one person is nobody else's.
    outgoing.setHeader("Cache-Control", "private, no-store");
    incoming.headers[pageHeaders.address] = addressOf(incoming, trustProxy);
    incoming.headers[pageHeaders.url] = incoming.url ?? "/";
    return servePage(incoming, outgoing, requestId, pages);
  };
}

const unreadable: Record<string, [status: number, reason: string, code: "bad_request" | "too_large"]> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "too_large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "bad_request"],
};

/** Answers what is no HTTP, or took too long to become a request, as every other mistake is answered. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const [status, reason, code] = unreadable[error.code ?? ""] ?? [400, "Bad Request", "bad_request"];
  const requestId = crypto.randomUUID();
  log.info({ requestId, operation: "none", status, reason: error.code }, "request");
  const type = `urn:throughline:problem:${code}`;
  const body = JSON.stringify({ type, title: reason, status, detail: "This is no request.", requestId });
  const head = [`HTTP/1.1 ${status} ${reason}`, "Content-Type: application/problem+json", `X-Request-Id: ${requestId}`];
  const rest = ["X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'", "Connection: close"];
  socket.end([...head, ...rest, `Content-Length: ${Buffer.byteLength(body)}`, "", body].join("\r\n"));
  // Whoever does not end the connection too would keep it for ever.
  setTimeout(() => socket.destroy(), 2_000).unref();
}

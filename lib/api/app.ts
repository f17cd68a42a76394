import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { endingWithin } from "#db/client.ts";
import type { Actor, Visitor } from "#lib/core/actor.ts";
import { AppError, badRequest, methodNotAllowed, notFound, refusal } from "#lib/core/errors.ts";
import { log, loggable, loggedAs } from "#lib/core/log.ts";
import type { InstanceOperation } from "#lib/core/operation.ts";
import type { Settings } from "#lib/core/settings.ts";
import type { Stream } from "#lib/core/stream.ts";
import type { Upload } from "#lib/core/upload.ts";
import { withoutSessionCookie } from "#lib/identity/cookies.ts";
import { actorFor, isSlug, resolveVisitor } from "#lib/identity/who.ts";
import { idleGuarded, withBody } from "./body.ts";
import { decodeJson, decodeQuery } from "./decode.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { type Answer, checkedKey } from "./idempotency.ts";
import { RequestLimit } from "./limits.ts";
import { countRequest, errors } from "./metrics.ts";
import { openApiDocument } from "./openapi.ts";
import { guardOrigin } from "./origin.ts";
import { aboutPath, perform } from "./perform.ts";
import { presentable, problemResponse } from "./problem.ts";
import { documentOf } from "./reference/documents.ts";
import { referencePage } from "./reference/page.ts";
import { referenceStyle } from "./reference/style.ts";
import { Streams } from "./streams.ts";
import { answerUnsubscribe, unsubscribePath } from "./unsubscribe.ts";

type Env = {
  Bindings: HttpBindings;
  Variables: { requestId: string; operation: string; status: number; visitor?: Visitor };
};
export type Call = {
  endpoint: Endpoint;
  incoming: IncomingMessage;
  params: Record<string, string>;
  url: URL;
  ifMatch: number | undefined;
  idempotencyKey: string | undefined;
};

/** A request is answered within 5 s whatever the database does; its sender's own time does not count. */
export const requestMs = 4_800;
const limits = { json: 10 * 1024 * 1024, batch: 32 * 1024 * 1024 };

/** `If-Match: "3"` as 3. */
function versionIn(header: string | undefined): number | undefined {
  if (header === undefined || header === "*") return undefined;
  const found = /^(?:W\/)?"(\d{1,15})"$/.exec(header);
  if (!found) throw badRequest('If-Match must be a version in quotes, like "3".');
  return Number(found[1]);
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(", ") : header);

/** The client's address: the socket's, or with TRUST_PROXY the one that the nearest proxy saw. */
export function addressOf(incoming: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? single(incoming.headers["x-forwarded-for"])?.split(",").at(-1)?.trim() : undefined;
  return forwarded || incoming.socket.remoteAddress || "unknown";
}

/** `X-Request-Id` as sent when it is harmless, else a new one. */
export const requestIdOf = (header: string | string[] | undefined): string => {
  const given = single(header);
  return given !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : crypto.randomUUID();
};

const stranger = { kind: "anonymous", keyId: null, sessionId: null } as const;

/** Which workspace was asked for, and by whom, in ids. A slug that is none could hold anything. */
function whereAndWho(c: Context<Env>): Record<string, string> {
  const slug = c.req.param("workspace");
  const { keyId, userId } = c.get("visitor") ?? {};
  return {
    ...(slug !== undefined && isSlug(slug) ? { workspace: slug } : {}),
    ...(keyId ? { keyId } : {}),
    ...(userId ? { userId } : {}),
  };
}

/** The REST API of `lib/api/paths.ts` as one Hono app. */
export function createApi(
  settings: Pick<Settings, "appUrl" | "rateLimit" | "trustProxy">,
  streams: Streams = new Streams(),
) {
  const app = new Hono<Env>();
  const limit = new RequestLimit(settings.rateLimit);

  app.use(async (c, next) => {
    const started = performance.now();
    const { headers, method } = c.env.incoming;
    const requestId = requestIdOf(headers["x-request-id"]);
    c.set("requestId", requestId);
    c.set("operation", "none");
    c.env.outgoing.setHeader("x-request-id", requestId);
    await loggedAs(requestId, () => endingWithin(requestMs, next));
    const milliseconds = performance.now() - started;
    const operation = c.get("operation");
    const status = c.get("status") ?? c.res.status;
    countRequest(operation, status, milliseconds);
    log.info({ requestId, method, operation, status, ms: Math.round(milliseconds) }, "request");
  });

  app.onError((error, c) => {
    const shown = presentable(error);
    const refused = refusal(shown);
    const requestId = c.get("requestId");
    if (shown.code === "internal") {
      errors.inc({ where: "api" });
      log.error({ requestId, operation: c.get("operation"), error: loggable(error) }, "unexpected error");
    } else if (shown.code === "unavailable") {
      log.warn({ requestId, operation: c.get("operation"), error: loggable(error) }, "unavailable");
    } else if (refused) {
      log.warn({ requestId, operation: c.get("operation"), ...whereAndWho(c), ...refused }, "refused");
    }
    return problemResponse(shown, requestId);
  });

  const visitorOf = (incoming: IncomingMessage, requestId: string): Promise<Visitor> =>
    resolveVisitor({
      authorization: single(incoming.headers.authorization),
      cookie: single(incoming.headers.cookie),
      address: addressOf(incoming, settings.trustProxy),
      userAgent: single(incoming.headers["user-agent"]) ?? null,
      requestId,
    });

  const documents = {
    "openapi.json": documentOf("application/json", () => JSON.stringify(openApiDocument())),
    docs: documentOf("text/html; charset=utf-8", () => referencePage(settings.appUrl ?? "http://127.0.0.1:3000")),
    "docs.css": documentOf("text/css; charset=utf-8", () => referenceStyle),
  };
  for (const [name, answer] of Object.entries(documents)) app.get(`/api/v1/${name}`, (c) => answer(c.req.raw));

  const serve = (endpoint: Endpoint) => async (c: Context<Env>) => {
    const { incoming } = c.env;
    const requestId = c.get("requestId");
    c.set("operation", endpoint.name);
    const visitor = await visitorOf(incoming, requestId).catch(async (error: unknown) => {
      // Guessing keys counts as being anonymous does.
      await limit.take({ ...stranger, address: addressOf(incoming, settings.trustProxy) }, c.env.outgoing);
      throw error;
    });
    c.set("visitor", visitor);
    await limit.take(visitor, c.env.outgoing);
    const url = new URL(c.req.url);
    const hasBody =
      incoming.headers["transfer-encoding"] !== undefined || Number(incoming.headers["content-length"] ?? 0) > 0;
    if (endpoint.method !== "GET") {
      guardOrigin(
        visitor,
        {
          origin: single(incoming.headers.origin),
          host: incoming.headers.host,
          fetchSite: single(incoming.headers["sec-fetch-site"]),
          contentType: incoming.headers["content-type"],
        },
        settings.appUrl ?? undefined,
        hasBody,
      );
    }
    const call: Call = {
      endpoint,
      incoming,
      url,
      params: c.req.param() as Record<string, string>,
      ifMatch: endpoint.method === "GET" ? undefined : versionIn(single(incoming.headers["if-match"])),
      idempotencyKey: endpoint.takesKey ? checkedKey(single(incoming.headers["idempotency-key"])) : undefined,
    };
    if (endpoint.operation.kind === "stream") {
      await openStream(streams, endpoint.operation, call, visitor, c.env.outgoing);
      c.set("status", 200);
      return alreadySent;
    }
    const answered = await answer(call, visitor);
    c.set("status", answered.status);
    return send(c.env.outgoing, answered);
  };
  // In the order of paths.ts, where what is fixed stands before what is free: /feedback/count before /feedback/:id.
  for (const [path, sharing] of Map.groupBy(endpoints, ({ hono }) => hono)) {
    for (const endpoint of sharing) app.on(endpoint.method, path, serve(endpoint));
    const taken = sharing.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])).sort();
    app.all(path, () => {
      throw methodNotAllowed(taken);
    });
  }
  for (const document of Object.keys(documents)) {
    app.all(`/api/v1/${document}`, () => {
      throw methodNotAllowed(["GET", "HEAD"]);
    });
  }
  app.post(`${unsubscribePath}:token`, async (c) => {
    c.set("operation", "unsubscribe");
    await limit.take({ ...stranger, address: addressOf(c.env.incoming, settings.trustProxy) }, c.env.outgoing);
    return answerUnsubscribe(c.env.incoming, c.req.param("token"), c.get("requestId"));
  });
  app.all("/api/v1/*", () => {
    throw notFound();
  });
  return app;
}

/** Tells the listener that there is nothing left to send. */
const alreadySent = new Response(null, { headers: { "x-hono-already-sent": "true" } });

/** Straight to the socket: a `Response` would read the body back through a stream, at a quarter of a list's CPU. */
function send(outgoing: HttpBindings["outgoing"], answered: Answer): Response {
  const { status, headers, body } = answered;
  const content =
    status === 204 ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  outgoing.writeHead(status, { ...content, ...headers, "cache-control": "private, no-store" });
  outgoing.end(body);
  return alreadySent;
}

async function answer(call: Call, visitor: Visitor): Promise<Answer> {
  const { endpoint, incoming, url, params } = call;
  const { workspace: slug, ...pathParams } = params;
  const { operation } = endpoint;
  if (operation.kind === "instance") return answerInstance(operation, call, visitor);
  if (operation.kind === "stream") throw new Error("a stream has no answer");
  const actor = await actorFor(visitor, slug ?? "");
  if (operation.kind === "upload") return answerUpload(actor, operation, call, pathParams);
  if (endpoint.method === "GET" || endpoint.method === "DELETE") {
    const input = { ...decodeQuery(operation.input, url.searchParams), ...pathParams };
    return perform(actor, operation, input, call, Buffer.alloc(0), pathParams);
  }
  refuseQuery(url);
  return withBody(incoming, endpoint.name === "feedback.batch" ? limits.batch : limits.json, (body) =>
    perform(actor, operation, merged(body, pathParams), call, body, pathParams),
  );
}

async function answerInstance(operation: InstanceOperation, call: Call, visitor: Visitor): Promise<Answer> {
  const { endpoint, incoming, url, params, ifMatch } = call;
  const carriedOut = (input: Record<string, unknown>) =>
    operation(visitor, input, { ifMatch }).then(
      (result) => wordedInstance(endpoint, result),
      (error: unknown) => {
        throw aboutPath(error, params);
      },
    );
  if (endpoint.method === "GET" || endpoint.method === "DELETE") {
    return carriedOut({ ...decodeQuery(operation.input, url.searchParams), ...params });
  }
  refuseQuery(url);
  return withBody(incoming, limits.json, (body) => carriedOut(merged(body, params)));
}

function wordedInstance({ name, operation: { status } }: Endpoint, result: unknown): Answer {
  // The session is over in the database; the browser need not keep what is left of it.
  const headers: Answer["headers"] = name === "session.end" ? { "set-cookie": withoutSessionCookie() } : {};
  const { version } = result as { version?: unknown };
  if (Number.isInteger(version)) headers.etag = `"${version}"`;
  return { status, headers, body: status === 204 ? "" : JSON.stringify(result) };
}

/** A browser that comes back names the last event it saw in a header; its address is the one it first asked for. */
async function openStream(
  streams: Streams,
  operation: Stream,
  { incoming, url, params }: Call,
  visitor: Visitor,
  outgoing: HttpBindings["outgoing"],
): Promise<void> {
  const { workspace: slug, ...pathParams } = params;
  // A stream is seldom opened, and one that has just been ended for a reason must not be opened again.
  const actor = await actorFor(visitor, slug ?? "", { fresh: true });
  const last = single(incoming.headers["last-event-id"]);
  const input = { ...decodeQuery(operation.input, url.searchParams), ...(last ? { after: last } : {}), ...pathParams };
  await streams.open(operation, input, { visitor, actor, incoming, outgoing });
}

async function answerUpload(
  actor: Actor,
  operation: Upload,
  call: Call,
  pathParams: Record<string, string>,
): Promise<Answer> {
  const { incoming, url, idempotencyKey } = call;
  const { "content-length": length, "content-encoding": encoding } = incoming.headers;
  if (encoding && encoding !== "identity") {
    throw new AppError("unsupported_media", "Send the body without Content-Encoding.");
  }
  const input = { ...decodeQuery(operation.input, url.searchParams), ...pathParams };
  const upload = {
    body: idleGuarded(incoming),
    contentType: incoming.headers["content-type"],
    contentLength: length === undefined ? undefined : Number(length),
    idempotencyKey,
  };
  // It takes as long as its sender does, in many short transactions.
  const { body, replayed } = await endingWithin(Number.POSITIVE_INFINITY, () => operation(actor, input, upload));
  const headers: Record<string, string> = replayed ? { "idempotent-replayed": "true" } : {};
  return { status: operation.status, headers, body: JSON.stringify(body) };
}

function refuseQuery(url: URL) {
  const fields = [...new Set(url.searchParams.keys())].map((key) => ({
    pointer: `/${key}`,
    code: "unknown_field",
    message: "is not a query parameter here",
  }));
  if (fields.length > 0) throw new AppError("invalid", "The query does not fit.", { fields });
}

/** The body with the path's parameters. A body may not name what the path already says. */
function merged(body: Buffer, pathParams: Record<string, string>): Record<string, unknown> {
  const value = body.length === 0 ? {} : decodeJson(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("invalid", "The body must be a JSON object.", {
      fields: [{ pointer: "", code: "invalid_type", message: "must be an object" }],
    });
  }
  const fields = Object.keys(pathParams)
    .filter((key) => Object.hasOwn(value, key))
    .map((key) => ({ pointer: `/${key}`, code: "unknown_field", message: "stands in the path, not in the body" }));
  if (fields.length > 0) throw new AppError("invalid", "The body does not fit.", { fields });
  return { ...value, ...pathParams };
}

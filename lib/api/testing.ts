import type { AddressInfo } from "node:net";
import { databaseUrl } from "#db/testing.ts";
import { prepareQueues } from "#lib/jobs/queue.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createApi } from "./app.ts";
import { secureApi } from "./headers.ts";
import { createHttpServer } from "./http-server.ts";
import { listenerOf } from "./listener.ts";
import type { Streams } from "./streams.ts";

/**
 * The API on a port of its own, for tests that speak HTTP. `url`: the database, where it is not the run's own. It stands
 * behind a proxy, so that who asks can have an address of their own: what an address may try is counted in the process.
 */
export async function startApi(
  settings: Partial<Parameters<typeof createApi>[0]> = {},
  streams?: Streams,
  url = databaseUrl(),
) {
  // A server does this when it starts; without it nothing can be enqueued.
  await prepareQueues({ url });
  const app = createApi({ appUrl: null, rateLimit: 1_000_000, trustProxy: true, ...settings }, streams);
  const listener = listenerOf(app);
  const server = createHttpServer((incoming, outgoing) => {
    secureApi(outgoing, false);
    void listener(incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** All of an answer; of a stream, which has no end, the beginning. */
async function textOf(asked: string, { body, headers, status }: Response): Promise<string> {
  if (!body) return "";
  const isStream = headers.get("content-type") === "text/event-stream";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (!isStream || !text.includes("data:")) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    if (!isLate(error)) throw error;
    const said = `${status} ${JSON.stringify([...headers])} ${text}`;
    throw new Error(`${asked} was answered in part within ${answeredWithinMs} ms: ${said}`);
  }
  // Nobody waits for the end of what has none: it need not come.
  void reader.cancel().catch(() => {});
  return text;
}

export type Answered = { status: number; headers: Headers; body: unknown; text: string };

/** A request that nobody answers is a fault, and says which it was before a patience of the server hides it (20 s for a body). */
const answeredWithinMs = 18_000;
const isLate = (error: unknown) => error instanceof Error && error.name === "TimeoutError";

/** One request with a JSON body, as an API key or anonymously. */
export async function ask(
  url: string,
  method: string,
  path: string,
  { key, body, headers = {} }: { key?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const sent = {
    method,
    signal: AbortSignal.timeout(answeredWithinMs),
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  };
  const asked = `${method} ${path}`;
  const response = await fetch(`${url}${path}`, sent).catch((error: unknown) => {
    throw isLate(error) ? new Error(`${asked} was not answered within ${answeredWithinMs} ms`) : error;
  });
  const text = await textOf(asked, response);
  const json = response.headers.get("content-type")?.includes("json") && text !== "";
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : null };
}

/** The API and a workspace of its own, with `send` for requests about it under its owner's key. */
export async function startOwnApi() {
  const api = await startApi();
  const own = await newTestWorkspace();
  const key = await own.key();
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(api.url, method, `/api/v1/workspaces/${own.workspace.slug}${path}`, { key, body, headers });
  return { ...own, send, close: api.close };
}

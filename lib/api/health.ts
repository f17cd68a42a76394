import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { database, type Tx } from "#db/client.ts";
import { methodNotAllowed } from "#lib/core/errors.ts";
import { digestOf, sameDigest } from "#lib/identity/secrets.ts";
import { requestIdOf } from "./app.ts";
import { metricsRegistry } from "./metrics.ts";
import { problemResponse } from "./problem.ts";

/** What /readyz needs to know of the process; `server.ts` keeps it. */
export type Readiness = {
  /** Why the process is not ready, or null. Checked before the database is. */
  blocked: () => string | null;
  /** Migrations that the database still lacks. */
  pending: (tx: Tx) => Promise<string[]>;
};

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** /healthz, /readyz and /metrics. */
export function createHealth(readiness: Readiness, metricsToken: string | null) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  let open: { at: number; answer: Promise<string | null> } | null = null;
  const asking = () => {
    const at = performance.now();
    if (open && at - open.at < sharedForMs) return open.answer;
    const one = { at, answer: asked(readiness.pending) };
    open = one;
    one.answer.finally(() => {
      if (open === one) open = null;
    });
    return one.answer;
  };

  app.get("/healthz", (c) => c.json({ status: "ok" }));

  app.get("/readyz", async (c) => {
    const reason = readiness.blocked() ?? (await databaseTrouble(asking()));
    return reason === null ? c.json({ status: "ready" }) : c.json({ status: "not ready", reason }, 503);
  });

  app.get("/metrics", async (c) => {
    const { headers, socket } = c.env.incoming;
    const forwarded = ["x-forwarded-for", "forwarded", "x-real-ip"].some((name) => headers[name] !== undefined);
    const local = loopback.has(socket.remoteAddress ?? "") && !forwarded;
    const allowed = metricsToken ? isBearer(headers.authorization, metricsToken) : local;
    if (!allowed) return c.text("not found", 404);
    return c.text(await metricsRegistry.metrics(), 200, { "content-type": metricsRegistry.contentType });
  });

  app.all("*", (c) => problemResponse(methodNotAllowed(["GET", "HEAD"]), requestIdOf(c.req.header("x-request-id"))));

  return app;
}

/** Compares digests, in a time that says nothing about where they differ. */
const isBearer = (authorization: string | undefined, token: string) =>
  sameDigest(digestOf(authorization ?? ""), digestOf(`Bearer ${token}`));

/** Nobody is counted here, so one question to the database is everybody's who asks meanwhile, unless it takes this long. */
const sharedForMs = 300;

/** Answers well within half a second: a probe that waits is no use to a load balancer. */
async function databaseTrouble(asking: Promise<string | null>): Promise<string | null> {
  const slow = new Promise<string>((resolve) => {
    const busy = "every connection to the database is busy";
    const tell = () => resolve(database().state.waiting > 0 ? busy : "the database does not answer");
    setTimeout(tell, 300).unref();
  });
  return Promise.race([slow, asking]);
}

async function asked(pending: Readiness["pending"]): Promise<string | null> {
  try {
    const missing = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) => pending(tx));
    return missing.length > 0 ? `migrations are pending: ${missing.join(", ")}` : null;
  } catch {
    return "the database cannot be reached";
  }
}

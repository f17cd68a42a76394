import type { NextRequest } from "next/server";
import { guardOrigin } from "#lib/api/origin.ts";
import { presentable, problemResponse } from "#lib/api/problem.ts";
import { appOrigin } from "#lib/core/environment.ts";
import { badRequest, refusal } from "#lib/core/errors.ts";
import { log, loggable } from "#lib/core/log.ts";
import { answerAuth } from "#lib/identity/auth-endpoints.ts";
import { pageVisitor } from "#lib/identity/page.ts";

async function bodyOf(request: NextRequest): Promise<unknown> {
  if (request.method !== "POST") return undefined;
  return request.json().catch(() => {
    throw badRequest("The body is not JSON.");
  });
}

function guard({ method, headers }: NextRequest): void {
  if (method !== "POST") return;
  const of = (name: string) => headers.get(name) ?? undefined;
  const asked = {
    origin: of("origin"),
    host: of("host"),
    fetchSite: of("sec-fetch-site"),
    contentType: of("content-type"),
  };
  // Signing in needs our own page as much as what a session may do: another site must not sign somebody in either.
  guardOrigin({ kind: "account" }, asked, appOrigin() ?? undefined, true);
}

async function handle(request: NextRequest): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
  try {
    guard(request);
    const { body, cookies, location } = await answerAuth({
      method: request.method,
      path: request.nextUrl.pathname,
      query: request.nextUrl.search,
      cookie: request.headers.get("cookie") ?? undefined,
      body: await bodyOf(request),
      visitor: await pageVisitor(),
    });
    const headers = new Headers({ "cache-control": "private, no-store" });
    for (const cookie of cookies) headers.append("set-cookie", cookie);
    if (location === undefined) return Response.json(body, { headers });
    headers.set("location", location);
    return new Response(null, { status: 303, headers });
  } catch (error) {
    const shown = presentable(error);
    if (shown.code === "internal") log.error({ requestId, error: loggable(error) }, "unexpected error");
    else log.warn({ requestId, operation: "session.start", code: shown.code, ...refusal(shown) }, "refused");
    return problemResponse(shown, requestId);
  }
}

export { handle as GET, handle as POST };

import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Actor, Visitor } from "#lib/core/actor.ts";
import { AppError, refusal } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { pageHeaders } from "./page-headers.ts";
import { safeReturnTo } from "./return-to.ts";
import { actorFor, resolveVisitor } from "./who.ts";

/** Who opens this page. Asked anew for every page: what has just ended must not be shown again. */
export const pageVisitor = cache(async (): Promise<Visitor> => {
  const asked = await headers();
  const request = {
    authorization: undefined,
    address: asked.get(pageHeaders.address) ?? "unknown",
    userAgent: asked.get("user-agent"),
    requestId: asked.get("x-request-id") ?? crypto.randomUUID(),
  };
  try {
    return await resolveVisitor({ ...request, cookie: asked.get("cookie") ?? undefined }, { fresh: true });
  } catch (error) {
    // Cookies that cannot be read are as good as none; the API says so, a page lets people sign in.
    if (!(error instanceof AppError) || error.code !== "bad_request") throw error;
    return resolveVisitor({ ...request, cookie: undefined });
  }
});

/** Off to the sign-in page, and back here afterwards. */
async function signInFirst(): Promise<never> {
  const here = new URL(safeReturnTo((await headers()).get(pageHeaders.url)), "http://here");
  // What Next's router adds to a request for a page's data is no part of the address.
  here.searchParams.delete("_rsc");
  const returnTo = here.pathname + here.search;
  redirect(returnTo === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
}

/** The signed-in account of this page; a stranger is sent to the sign-in page. */
export async function pageAccount(): Promise<Visitor> {
  const visitor = await pageVisitor();
  return visitor.kind === "account" ? visitor : signInFirst();
}

/**
 * The actor of a workspace's page. A stranger is sent to the sign-in page, and a workspace one does not belong to is
 * "not found", as everywhere. This is for comfort; the operations that the page calls are the guard.
 */
export const pageActor = cache(async (slug: string): Promise<Actor> => {
  const visitor = await pageAccount();
  try {
    return await actorFor(visitor, slug, { fresh: true });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const refused = refusal(error);
    const { requestId, userId } = visitor;
    if (refused) log.warn({ requestId, operation: "page", workspace: slug, userId, ...refused }, "refused");
    if (error.code === "not_found") notFound();
    throw error;
  }
});

/** What a page shows, or "not found": an id that cannot be one is as unknown as any other. */
export async function foundOr404<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid")) notFound();
    throw error;
  }
}

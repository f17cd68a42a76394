import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";
import { z } from "zod";
import type { Visitor } from "#lib/core/actor.ts";
import { AppError, badRequest, unauthenticated } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { cookieValues, flowCookieName, setCookie } from "../cookies.ts";
import { safeReturnTo } from "../return-to.ts";
import { sessionCookie } from "../session-token.ts";
import { countAddress, forgiveAddress } from "../sign-in-limits.ts";
import { enterByProvider, type Refusal, refusals } from "./enter.ts";
import { beginFlow, finishFlow, flowIn, flowSeconds } from "./flow.ts";

const asked = z.strictObject({
  returnTo: z.unknown(),
  /** Connects the account that is signed in, instead of signing in. */
  connects: z.boolean().optional(),
  /** The token of the invitation that brings somebody here. */
  invitation: z.string().max(500).optional(),
});

/** Answers our own page that sends somebody to the provider: where to go, and the cookie to come back with. */
export async function beginAtProvider(visitor: Visitor, body: unknown) {
  const { data } = asked.safeParse(body);
  if (!data) throw badRequest("The body does not fit.");
  const { returnTo, connects = false, invitation = null } = data;
  if (connects && visitor.userId === null) throw unauthenticated();
  const linkTo = connects ? visitor.userId : null;
  const { url, cookie } = await beginFlow({ returnTo: safeReturnTo(returnTo), linkTo, invitation });
  return { body: { url }, cookies: [setCookie(flowCookieName(), cookie, flowSeconds)] };
}

/** What goes wrong between the provider and us, by its kind: the provider's own words may hold anything. */
const fromProvider = [ClientError, ResponseBodyError, AuthorizationResponseError, WWWAuthenticateChallengeError];

function refusalOf(error: unknown): Refusal {
  const reason = error instanceof AppError ? String(error.logged?.reason ?? "").replace(/^oidc_/, "") : "";
  if (error instanceof AppError && error.code === "unavailable") return "away";
  return refusals.find((one) => one === reason) ?? "failed";
}

const codeOf = (error: unknown) => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : typeof name === "string" ? name : "unknown";
};

/**
 * Answers the provider's redirect: where the browser goes, and its cookies. Whatever goes wrong leads to the sign-in page
 * (or back to the account that was to be connected) with one of a few words.
 */
export async function returnFromProvider(visitor: Visitor, cookie: string | undefined, query: string) {
  const cookies = [setCookie(flowCookieName(), "", 0)];
  const [value, another] = cookieValues(cookie, flowCookieName());
  const flow = another === undefined ? await flowIn(value) : null;
  try {
    if (flow === null) throw new ClientError("no flow");
    const { linkTo, invitation, returnTo } = flow;
    // A code that is guessed is as good as a password that is, and costs the provider a request.
    await countAddress(visitor.address);
    const claimed = await finishFlow(query, flow);
    const { userId, secret } = await enterByProvider(visitor, { ...claimed, linkTo, invitation });
    await forgiveAddress(visitor.address);
    if (secret !== null) cookies.push(await sessionCookie(userId, secret));
    return { location: secret === null ? withWord(returnTo, "done") : returnTo, cookies };
  } catch (error) {
    const known = error instanceof AppError || fromProvider.some((kind) => error instanceof kind);
    const reason = `oidc_${refusalOf(error)}`;
    const { requestId } = visitor;
    log.warn({ requestId, operation: "session.startElsewhere", reason, code: codeOf(error), known }, "refused");
    if (flow?.linkTo) return { location: withWord(flow.returnTo, refusalOf(error)), cookies };
    return { location: `/sign-in?trouble=${refusalOf(error)}`, cookies };
  }
}

const withWord = (path: string, word: string) => `${path}${path.includes("?") ? "&" : "?"}connected=${word}`;

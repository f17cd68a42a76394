import { decode, encode } from "next-auth/jwt";
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import { authSecret } from "#lib/core/environment.ts";
import { forbidden } from "#lib/core/errors.ts";
import { oidcProvider } from "./provider.ts";

/** A key of its own, derived from the same secret. */
const salt = "throughline oidc";
export const flowSeconds = 10 * 60;

/** What a sign-in began with: it comes back in a cookie that only this server can read or write. */
const flow = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  /** The account that is to be connected, instead of signing in. */
  linkTo: z.string().nullable(),
  /** The token of an invitation, for somebody who has no account yet. */
  invitation: z.string().nullable(),
});

export type Flow = z.output<typeof flow>;

/** Where to send the browser, and the cookie's value that it has to come back with. */
export async function beginFlow(wanted: Pick<Flow, "returnTo" | "linkTo" | "invitation">) {
  const { settings, provider } = await oidcProvider();
  const verifier = randomPKCECodeVerifier();
  const begun: Flow = { ...wanted, state: randomState(), nonce: randomNonce(), verifier };
  const url = buildAuthorizationUrl(provider, {
    redirect_uri: settings.redirectUri,
    scope: "openid email profile",
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  const cookie = await encode({ token: { flow: begun }, secret: authSecret(), salt, maxAge: flowSeconds });
  return { url: url.href, cookie };
}

/** What a cookie holds; null when it is none of ours, or too old. */
export async function flowIn(cookie: string | undefined): Promise<Flow | null> {
  if (cookie === undefined || cookie.length > 4_000) return null;
  const claims = await decode({ token: cookie, secret: authSecret(), salt }).catch(() => null);
  return flow.safeParse(claims?.flow).data ?? null;
}

export type Claimed = {
  issuer: string;
  subject: string;
  email: string | null;
  /** Only the provider's plain `true` counts. */
  isVerified: boolean;
  name: string | null;
};

const textOf = (value: unknown) => (typeof value === "string" ? value : null);

/**
 * Who the provider says has come back with this query: its code is exchanged, with the verifier, and the token's
 * signature, issuer, audience, nonce and time are checked. Throws for anything that is not right.
 */
export async function finishFlow(query: string, { state, nonce, verifier }: Flow): Promise<Claimed> {
  const { settings, provider } = await oidcProvider();
  // Built of the setting: what the request calls this host says nothing.
  const url = new URL(settings.redirectUri);
  url.search = query;
  const tokens = await authorizationCodeGrant(provider, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw forbidden("The provider sent no token.");
  const has = claims.email !== undefined || provider.serverMetadata().userinfo_endpoint === undefined;
  const told = has ? claims : await fetchUserInfo(provider, tokens.access_token, claims.sub);
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: textOf(told.email),
    isVerified: told.email_verified === true,
    name: textOf(told.name) ?? textOf(claims.name),
  };
}

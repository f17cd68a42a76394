import { createHmac, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An OpenID provider for tests that says whatever a test wants, also what no provider should. For tests only. */

type Claims = Record<string, unknown>;
type Header = Record<string, unknown>;

export type StubProvider = {
  issuer: string;
  /** The claims of the next token, over what is right for who asks. */
  claims: Claims;
  /** Signs the next token in a way of its own. */
  sign: ((header: Header, claims: Claims) => string) | null;
  /** Codes that were exchanged, with the verifier that came. */
  exchanged: { code: string; verifier: string | null }[];
  /** Follows the address that a sign-in begins with, as somebody who says yes. Gives the query to come back with. */
  consent: (url: string) => string;
  publicKey: KeyObject;
  close: () => Promise<void>;
};

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
export const unsigned = (header: Header, claims: Claims) => `${base64(header)}.${base64(claims)}`;

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const strange = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

export const signedWith = (key: KeyObject, header: Header, claims: Claims): string => {
  const text = unsigned(header, claims);
  return `${text}.${createSign("sha256").update(text).sign(key, "base64url")}`;
};
export const signedRight = (header: Header, claims: Claims) => signedWith(privateKey, header, claims);
export const signedStrange = (header: Header, claims: Claims) => signedWith(strange, header, claims);
/** The public key as if it were a shared secret. */
export const signedByPublicKey = (header: Header, claims: Claims): string => {
  const text = unsigned({ ...header, alg: "HS256" }, claims);
  const pem = publicKey.export({ type: "spki", format: "pem" });
  return `${text}.${createHmac("sha256", pem).update(text).digest("base64url")}`;
};

export async function startStubProvider(clientId = "throughline"): Promise<StubProvider> {
  type Begun = { nonce: string; challenge: string | null };
  const codes = new Map<string, Begun>();
  const stub: Omit<StubProvider, "close"> = {
    issuer: "",
    claims: {},
    sign: null,
    exchanged: [],
    publicKey,
    consent(url) {
      const { searchParams } = new URL(url);
      const code = crypto.randomUUID();
      codes.set(code, {
        nonce: searchParams.get("nonce") ?? "",
        challenge: searchParams.get("code_challenge"),
      });
      return `?code=${code}&state=${encodeURIComponent(searchParams.get("state") ?? "")}`;
    },
  };
  const say = (outgoing: ServerResponse, body: unknown, status = 200) => {
    outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  async function exchange(incoming: IncomingMessage, outgoing: ServerResponse) {
    let text = "";
    for await (const piece of incoming) text += String(piece);
    const sent = new URLSearchParams(text);
    const code = sent.get("code") ?? "";
    const begun = codes.get(code);
    codes.delete(code);
    stub.exchanged.push({ code, verifier: sent.get("code_verifier") });
    if (!begun) return say(outgoing, { error: "invalid_grant" }, 400);
    const now = Math.floor(Date.now() / 1_000);
    const right = { iss: stub.issuer, aud: clientId, sub: "dana", iat: now, exp: now + 300, nonce: begun.nonce };
    const told = Object.fromEntries(Object.entries({ ...right, ...stub.claims }).filter(([, value]) => value !== null));
    const token = (stub.sign ?? signedRight)({ alg: "RS256", kid: "one" }, told);
    say(outgoing, { access_token: "x", token_type: "Bearer", id_token: token });
  }
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? "/", stub.issuer);
    if (pathname === "/.well-known/openid-configuration") {
      return say(outgoing, {
        issuer: stub.issuer,
        authorization_endpoint: `${stub.issuer}/authorize`,
        token_endpoint: `${stub.issuer}/token`,
        jwks_uri: `${stub.issuer}/keys`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
      });
    }
    if (pathname === "/authorize") {
      const url = new URL(incoming.url ?? "/", stub.issuer).href;
      const back = new URL(url).searchParams.get("redirect_uri");
      outgoing.writeHead(302, { location: `${back}${stub.consent(url)}` });
      return outgoing.end();
    }
    if (pathname === "/keys") {
      const key = { ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" };
      return say(outgoing, { keys: [key] });
    }
    if (pathname === "/token") return void exchange(incoming, outgoing);
    return say(outgoing, {}, 404);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stub.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(stub, {
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

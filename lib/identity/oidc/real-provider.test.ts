import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { answerAuth } from "../auth-endpoints.ts";
import { getSession } from "../queries.ts";
import { asVisitor } from "../testing.ts";

/** A certified provider, in this process, with its own pages: signing in and saying yes as a person does. */

const appUrl = "http://127.0.0.1:1";
const settings = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "APP_URL", "SIGNUP"];
let server: Server;
let issuer: string;
let isVerified: unknown = true;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "throughline",
        client_secret: "a secret of the client",
        redirect_uris: [`${appUrl}/api/auth/callback/oidc`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { email: ["email", "email_verified"], profile: ["name"], openid: ["sub"] },
    pkce: { required: () => true },
    cookies: { keys: ["a key for tests"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: async () =>
        ({ sub: id, email: `${id}@initech.example`, email_verified: isVerified, name: "Dana Ito" }) as never,
    }),
  });
  server.on("request", provider.callback());
});
afterEach(() => {
  isVerified = true;
});
afterAll(async () => {
  for (const name of settings) delete process.env[name];
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** A browser at the provider: keeps its cookies, follows its redirects, and fills in its two forms. */
async function atProvider(start: string, login: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 20; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer: Response = await fetch(url, {
      headers: { cookie },
      redirect: "manual",
      ...(form && { method: "POST", body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (pair.slice(at + 1) === "") jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    form = null;
    const location = answer.headers.get("location");
    if (location !== null) {
      url = new URL(location, url).href;
      if (url.startsWith(appUrl)) return new URL(url);
      continue;
    }
    const page = await answer.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
    if (!action || !prompt) throw new Error(`${answer.status} ${page.slice(0, 500)}`);
    url = new URL(action, url).href;
    form = new URLSearchParams({ prompt, ...(prompt === "login" && { login, password: "anything" }) });
  }
  throw new Error("the provider goes round in circles");
}

async function begin() {
  Object.assign(process.env, {
    APP_URL: appUrl,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: "throughline",
    OIDC_CLIENT_SECRET: "a secret of the client",
    SIGNUP: "open",
  });
  const { body, cookies } = await answerAuth({
    method: "POST",
    path: "/api/auth/oidc",
    cookie: undefined,
    body: { returnTo: "/w/acme/inbox" },
    visitor: await asVisitor(),
  });
  return { url: String(body.url), cookie: cookies[0]?.split(";")[0] ?? "" };
}

async function comeBack({ search }: URL, cookie: string) {
  const answer = await answerAuth({
    method: "GET",
    path: "/api/auth/callback/oidc",
    query: search,
    cookie,
    body: undefined,
    visitor: await asVisitor(),
  });
  const session = answer.cookies.find((line) => line.startsWith("throughline.session="))?.split(";")[0];
  return { location: answer.location, session };
}

test("A8 somebody signs in at oidc-provider, and is the same person the next time", async () => {
  const login = `dana-${crypto.randomUUID()}`;
  const ids: string[] = [];
  for (let time = 0; time < 2; time++) {
    const { url, cookie } = await begin();
    const { location, session } = await comeBack(await atProvider(url, login), cookie);
    expect(location).toBe("/w/acme/inbox");
    const { account } = await getSession(await asVisitor({ cookie: session ?? "" }), {});
    expect(account).toMatchObject({ name: "Dana Ito", email: `${login}@initech.example` });
    ids.push(account.id);
  }
  expect(new Set(ids).size).toBe(1);
});

test.each([false, undefined, "true"])("A8 nobody is made of an address that oidc-provider says %j of", async (said) => {
  isVerified = said;
  const { url, cookie } = await begin();
  const back = await comeBack(await atProvider(url, `dana-${crypto.randomUUID()}`), cookie);
  expect(back).toEqual({ location: "/sign-in?trouble=unverified", session: undefined });
});

test("A8 a code that was used is no use to anybody, and none is given without PKCE", async () => {
  const { url, cookie } = await begin();
  const back = await atProvider(url, `dana-${crypto.randomUUID()}`);
  expect((await comeBack(back, cookie)).session).toBeDefined();
  expect(await comeBack(back, cookie)).toEqual({ location: "/sign-in?trouble=failed", session: undefined });
  const without = new URL((await begin()).url);
  without.searchParams.delete("code_challenge");
  without.searchParams.delete("code_challenge_method");
  const refused = await fetch(without, { redirect: "manual" });
  expect(refused.headers.get("location")).toContain("error=invalid_request");
});

test("A8 a code belongs to the browser that asked for it", async () => {
  const victim = await begin();
  const attacker = await begin();
  const back = await atProvider(attacker.url, `dana-${crypto.randomUUID()}`);
  // The attacker's answer in the victim's browser: another state.
  expect((await comeBack(back, victim.cookie)).location).toBe("/sign-in?trouble=failed");
  // The right state, put together with a foreign code: another verifier.
  const mixed = new URL(back);
  mixed.searchParams.set("state", new URL(victim.url).searchParams.get("state") ?? "");
  expect((await comeBack(mixed, victim.cookie)).location).toBe("/sign-in?trouble=failed");
});

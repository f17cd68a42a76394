import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { createInvitation } from "#lib/workspaces/invitations/commands.ts";
import { commandLine } from "#lib/workspaces/system.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { answerAuth } from "../auth-endpoints.ts";
import { getSession } from "../queries.ts";
import { printReset, resetPassword } from "../resets/commands.ts";
import { asVisitor, newAddress, newPerson, redirectPayloads, signInAs } from "../testing.ts";
import { disconnectProvider } from "./commands.ts";
import { getWaysIn } from "./queries.ts";
import {
  type StubProvider,
  signedByPublicKey,
  signedRight,
  signedStrange,
  startStubProvider,
  unsigned,
} from "./testing.ts";

let idp: StubProvider;
let other: StubProvider;
const settings = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "APP_URL", "SIGNUP"];

beforeAll(async () => {
  idp = await startStubProvider();
  other = await startStubProvider();
});
beforeEach(() => {
  Object.assign(process.env, {
    APP_URL: "http://throughline.example",
    OIDC_ISSUER: idp.issuer,
    OIDC_CLIENT_ID: "throughline",
    OIDC_CLIENT_SECRET: "a secret of the client",
    SIGNUP: "open",
  });
});
afterEach(() => {
  for (const stub of [idp, other]) Object.assign(stub, { claims: {}, sign: null });
  for (const name of settings) delete process.env[name];
});
afterAll(async () => {
  await idp.close();
  await other.close();
});

type Browser = { cookie?: string };
const pairs = (cookies: string[]) => cookies.map((line) => line.split(";")[0]).join("; ");

/** Presses our button: gives where it leads, and the browser's cookies. */
async function begin(wanted: Record<string, unknown> = {}, browser: Browser = {}) {
  const { body, cookies } = await answerAuth({
    method: "POST",
    path: "/api/auth/oidc",
    cookie: browser.cookie,
    body: { returnTo: "/", ...wanted },
    visitor: await asVisitor(browser, { fresh: true }),
  });
  return { url: String(body.url), cookie: [browser.cookie, pairs(cookies)].filter(Boolean).join("; ") };
}

/** Comes back from the provider. */
async function comeBack(query: string, cookie: string, address = newAddress()) {
  const { location, cookies } = await answerAuth({
    method: "GET",
    path: "/api/auth/callback/oidc",
    query,
    cookie,
    body: undefined,
    visitor: await asVisitor({ cookie, address }, { fresh: true }),
  });
  const session = cookies.find((line) => line.startsWith("throughline.session="));
  return { location, session: session?.split(";")[0] ?? null, cookies };
}

async function enter(claims: Record<string, unknown>, wanted: Record<string, unknown> = {}, browser: Browser = {}) {
  idp.claims = claims;
  const { url, cookie } = await begin(wanted, browser);
  return comeBack(idp.consent(url), cookie);
}

/** Nobody else's tests have people of this name, and they run at the same time. */
const name = "Dana Ito of the provider";
const newClaims = (more: Record<string, unknown> = {}) => {
  const id = crypto.randomUUID();
  return { sub: id, email: `dana-${id}@initech.example`, email_verified: true, name, ...more };
};
const accountIn = async (session: string | null) =>
  (await getSession(await asVisitor({ cookie: session ?? "" }, { fresh: true }), {})).account;
const users = async () => {
  const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ count: number }>(sql`
      select count(*)::int as count from users u where u.name = ${name} or exists (
        select from user_identities i where i.user_id = u.id and i.issuer in (${idp.issuer}, ${other.issuer}))`),
  );
  return row?.count ?? -1;
};
const refused = async (work: Promise<{ location?: string; session: string | null }>, word: string) => {
  const before = await users();
  const { location, session } = await work;
  expect({ location, session }).toEqual({ location: `/sign-in?trouble=${word}`, session: null });
  expect(await users()).toBe(before);
};

describe("signing in through the provider", () => {
  test("makes an account for somebody new where anybody may sign up, and finds it again by issuer and subject", async () => {
    const claims = newClaims();
    const first = await enter(claims, { returnTo: "/w/acme/inbox" });
    expect(first.location).toBe("/w/acme/inbox");
    const account = await accountIn(first.session);
    expect(account).toMatchObject({ name, email: claims.email });
    // The address may change at the provider: it is still the same person.
    const second = await enter({ ...claims, email: "elsewhere@initech.example", email_verified: false });
    expect(await accountIn(second.session)).toEqual(account);
  });

  test("sends state, nonce and an S256 challenge, and the verifier that belongs to it", async () => {
    const { url } = await begin();
    const { searchParams } = new URL(url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: "code",
      client_id: "throughline",
      redirect_uri: "http://throughline.example/api/auth/callback/oidc",
      code_challenge_method: "S256",
      scope: "openid email profile",
    });
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(Buffer.from(searchParams.get(name) ?? "", "base64url").length).toBeGreaterThanOrEqual(32);
    }
    idp.exchanged.length = 0;
    await enter(newClaims());
    expect(idp.exchanged[0]?.verifier).toMatch(/^[\w-]{43,128}$/);
  });

  test("A3 takes the place of the session that the browser came with", async () => {
    const planted = await signInAs(await newPerson());
    const { session } = await enter(newClaims(), {}, planted);
    expect(session).not.toBe(planted.cookie);
    expect((await asVisitor(planted, { fresh: true })).kind).toBe("anonymous");
  });

  test("needs an invitation where not everybody may sign up, for the address that the provider has confirmed", async () => {
    process.env.SIGNUP = "closed";
    await refused(enter(newClaims()), "uninvited");
    const { actors } = await newTestWorkspace();
    const claims = newClaims();
    const { token } = await createInvitation(actors.admin, { email: claims.email, role: "editor" });
    await refused(enter(newClaims(), { invitation: token }), "uninvited");
    await refused(enter({ ...claims, email_verified: false }, { invitation: token }), "unverified");
    const returnTo = `/invitations#${token}`;
    const { location, session } = await enter(claims, { invitation: token, returnTo });
    expect(location).toBe(returnTo);
    expect(await accountIn(session)).toMatchObject({ email: claims.email });
  });

  test("is not there without a provider", async () => {
    delete process.env.OIDC_ISSUER;
    await expect(begin()).rejects.toMatchObject({ code: "not_found" });
    await expect(comeBack("?code=x&state=y", "")).rejects.toMatchObject({ code: "not_found" });
  });

  test("says that the provider is away, and goes on once it is back", async () => {
    process.env.OIDC_ISSUER = "http://127.0.0.1:9";
    await expect(begin()).rejects.toMatchObject({ code: "unavailable" });
    process.env.OIDC_ISSUER = idp.issuer;
    expect((await enter(newClaims())).session).not.toBeNull();
  });

  test("A9 does not begin at a provider that is another one than it says", async () => {
    process.env.OIDC_ISSUER = idp.issuer.replace("127.0.0.1", "localhost");
    await expect(begin()).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("A8 an address lets nobody in", () => {
  test.each([false, null, "true", 1, "yes", {}, ["true"]])(
    "A8 when email_verified is %j: not into an account that is there, and none is made",
    async (verified) => {
      const person = await newPerson();
      await refused(enter(newClaims({ email: person.email, email_verified: verified })), "unverified");
      await refused(enter(newClaims({ email_verified: verified })), "unverified");
    },
  );

  test("A8 not into an account that is there when it is confirmed either: its owner connects it", async () => {
    const person = await newPerson();
    const claims = newClaims({ email: person.email.toUpperCase() });
    await refused(enter(claims), "known");
    const own = await signInAs(person);
    const { location, session } = await enter(claims, { connects: true, returnTo: "/w/acme/settings/account" }, own);
    expect([location, session]).toEqual(["/w/acme/settings/account?connected=done", null]);
    expect(await accountIn((await enter(claims)).session)).toMatchObject({ id: person.id });
  });

  test("A8 nor at another issuer, whatever it confirms", async () => {
    const claims = newClaims();
    await enter(claims);
    process.env.OIDC_ISSUER = other.issuer;
    other.claims = claims;
    const { url, cookie } = await begin();
    await refused(comeBack(other.consent(url), cookie), "known");
  });

  test.each(['"e@attacker.com"@victim.com', "a@b.com,c@d.com", "a\uff20b.com", "<a@b> c@d.com", "", null])(
    "A7 A8 none is made for %j",
    async (email) => refused(enter(newClaims({ email })), "unverified"),
  );

  test("A8 an identity belongs to one account, and an account to one identity of an issuer", async () => {
    const claims = newClaims();
    await enter(claims);
    const own = await signInAs(await newPerson());
    const wanted = { connects: true, returnTo: "/x" };
    expect((await enter(claims, wanted, own)).location).toBe("/x?connected=taken");
    await enter(newClaims(), wanted, own);
    expect((await enter(newClaims(), wanted, own)).location).toBe("/x?connected=taken");
  });

  test("A8 connects no account but that of who began and is still here", async () => {
    const own = await signInAs(await newPerson());
    const victim = await signInAs(await newPerson());
    idp.claims = newClaims();
    const { url, cookie } = await begin({ connects: true, returnTo: "/x" }, own);
    const flow = cookie.split("; ").find((pair) => pair.startsWith("throughline.oidc=")) ?? "";
    const back = await comeBack(idp.consent(url), `${victim.cookie}; ${flow}`);
    expect([back.location, back.session]).toEqual(["/x?connected=failed", null]);
    await expect(begin({ connects: true })).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("A8 the way back", () => {
  test("A8 is the one that was begun: another state, no cookie, another's cookie, a cookie twice", async () => {
    idp.claims = newClaims();
    const mine = await begin();
    const theirs = await begin();
    await refused(comeBack(idp.consent(theirs.url), mine.cookie), "failed");
    await refused(comeBack(idp.consent(mine.url), ""), "failed");
    await refused(comeBack(idp.consent(mine.url), `${mine.cookie}; ${theirs.cookie}`), "failed");
    await refused(comeBack(idp.consent(mine.url), "throughline.oidc=x"), "failed");
    await refused(comeBack(idp.consent(mine.url).replace(/&state=.*/, ""), mine.cookie), "failed");
    await refused(comeBack(`${idp.consent(mine.url)}&state=twice`, mine.cookie), "failed");
    await refused(comeBack("?error=access_denied", mine.cookie), "failed");
    expect((await comeBack(idp.consent(mine.url), mine.cookie)).session).not.toBeNull();
  });

  test("A8 with the state of another provider is refused", async () => {
    idp.claims = newClaims();
    other.claims = idp.claims;
    process.env.OIDC_ISSUER = other.issuer;
    const elsewhere = await begin();
    process.env.OIDC_ISSUER = idp.issuer;
    await refused(comeBack(other.consent(elsewhere.url), elsewhere.cookie), "failed");
  });

  test("A8 with a code that was used, or one that the provider did not give, is refused", async () => {
    idp.claims = newClaims();
    const { url, cookie } = await begin();
    const query = idp.consent(url);
    expect((await comeBack(query, cookie)).session).not.toBeNull();
    await refused(comeBack(query, cookie), "failed");
    await refused(comeBack(query.replace(/code=[^&]+/, "code=guessed"), cookie), "failed");
  });

  test("A8 has used its cookie up", async () => {
    const { cookies } = await enter(newClaims());
    expect(cookies[0]).toMatch(/^throughline\.oidc=; Path=\/; Max-Age=0; HttpOnly; SameSite=Lax/);
  });

  test.each(redirectPayloads.slice(0, -2))("A14 leads to this site, whatever was asked for: %j", async (returnTo) => {
    expect((await enter(newClaims(), { returnTo })).location).toBe("/");
  });

  test("A8 says nothing of what the provider sent", async () => {
    const { url, cookie } = await begin();
    const state = new URL(url).searchParams.get("state");
    const query = `?error=x&error_description=${encodeURIComponent("<script>CANARY</script>")}&state=${state}`;
    expect((await comeBack(query, cookie)).location).toBe("/sign-in?trouble=failed");
  });
});

describe("A8 a connection", () => {
  const next = "another long pass phrase";
  const resetBy = async (email: string) => {
    const { link } = await printReset(commandLine(), { email, origin: "http://here" });
    await resetPassword(await asVisitor(), { token: link.split("#")[1] ?? "", password: next });
  };
  const write = <T>(work: (execute: (text: ReturnType<typeof sql>) => Promise<unknown>) => Promise<T>) =>
    database().transact({ workspaceId: null, mode: "write" }, ({ tx }) => work(async (text) => tx.execute(text)));
  const left = async (userId: string) => {
    const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
      tx.execute<{ connected: number; sessions: number }>(sql`
        select (select count(*)::int from user_identities where user_id = ${userId}) as connected,
          (select count(*)::int from sessions where user_id = ${userId} and revoked_at is null) as sessions`),
    );
    return { ...row };
  };
  const connects = { connects: true, returnTo: "/x" };

  test("A8 ends when the password is set anew by a link: who was in the account first does not come back", async () => {
    const person = await newPerson();
    const claims = newClaims();
    await enter(claims, connects, await signInAs(person));
    expect(await accountIn((await enter(claims)).session)).toMatchObject({ id: person.id });
    await resetBy(person.email);
    expect(await left(person.id)).toEqual({ connected: 0, sessions: 0 });
    expect((await accountIn((await enter(claims)).session)).id).not.toBe(person.id);
    const own = await signInAs({ ...person, password: next });
    expect((await enter(newClaims(), connects, own)).location).toBe("/x?connected=done");
  });

  test("A8 ends when its owner disconnects it, and with it every session that it may have opened", async () => {
    const person = await newPerson();
    const claims = newClaims();
    const own = await signInAs(person);
    await enter(claims, connects, own);
    const { session } = await enter(claims);
    const visitor = await asVisitor(own, { fresh: true });
    await disconnectProvider(visitor, {});
    expect(await left(person.id)).toEqual({ connected: 0, sessions: 1 });
    expect((await asVisitor({ cookie: session ?? "" })).kind).toBe("anonymous");
    expect(await getWaysIn(await asVisitor(own), {})).toMatchObject({ isConnected: false, hasPassword: true });
    expect((await accountIn((await enter(claims)).session)).id).not.toBe(person.id);
    // There is nothing left to end.
    await signInAs(person);
    await disconnectProvider(visitor, {});
    expect(await left(person.id)).toEqual({ connected: 0, sessions: 2 });
  });

  test("A8 is not taken from who has no other way in, and they are told why", async () => {
    const { session } = await enter(newClaims());
    const visitor = await asVisitor({ cookie: session ?? "" });
    await expect(disconnectProvider(visitor, {})).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/only way into your account, which has no password/),
    });
    expect(await left(visitor.userId ?? "")).toEqual({ connected: 1, sessions: 1 });
  });

  /** As a reset does it: what begins meanwhile waits, and then finds nothing to begin with. */
  const meanwhile = <T>(userId: string, begun: () => Promise<T>) =>
    write(async (execute) => {
      await execute(sql`update users set updated_at = now() where id = ${userId}`);
      await execute(sql`delete from user_identities where user_id = ${userId}`);
      await execute(sql`update sessions set revoked_at = now() where user_id = ${userId}`);
      const coming = begun();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { coming };
    }).then(({ coming }) => coming);

  test("A8 begins no session while the password is being set anew", async () => {
    const person = await newPerson();
    const claims = newClaims();
    await enter(claims, connects, await signInAs(person));
    idp.claims = claims;
    const { url, cookie } = await begin();
    await meanwhile(person.id, () => comeBack(idp.consent(url), cookie));
    expect(await left(person.id)).toEqual({ connected: 0, sessions: 0 });
  });

  test("A8 is not made while the password is being set anew", async () => {
    const person = await newPerson();
    idp.claims = newClaims();
    const { url, cookie } = await begin(connects, await signInAs(person));
    const query = idp.consent(url);
    const { location } = await meanwhile(person.id, () => comeBack(query, cookie));
    expect(location).toBe("/x?connected=failed");
    expect(await left(person.id)).toEqual({ connected: 0, sessions: 0 });
  });

  test("A1 is not guessed at: after fifty codes from one place the provider is asked no more", async () => {
    const address = newAddress();
    idp.claims = newClaims();
    const { url, cookie } = await begin();
    const query = idp.consent(url);
    idp.exchanged.length = 0;
    for (let n = 0; n < 55; n++) await comeBack(query.replace(/code=[^&]+/, `code=${n}`), cookie, address);
    expect(idp.exchanged).toHaveLength(50);
    const elsewhere = await comeBack(query, cookie);
    expect(elsewhere.session).not.toBeNull();
  });
});

const now = () => Math.floor(Date.now() / 1_000);

describe("A13 a token", () => {
  test("A13 that is right lets somebody in, also one that expired a moment ago by another clock", async () => {
    expect((await enter(newClaims({ exp: now() - 5 }))).session).not.toBeNull();
  });

  test.each([
    ["alg none", (header: object, claims: object) => `${unsigned({ ...header, alg: "none" }, { ...claims })}.`],
    ["alg None", (header: object, claims: object) => `${unsigned({ ...header, alg: "None" }, { ...claims })}.`],
    ["no signature", (header: object, claims: object) => `${unsigned({ ...header }, { ...claims })}.`],
    ["two parts", (header: object, claims: object) => unsigned({ ...header }, { ...claims })],
    [
      "the public key as an HMAC secret",
      (header: object, claims: object) => signedByPublicKey({ ...header }, { ...claims }),
    ],
    ["another key", (header: object, claims: object) => signedStrange({ ...header }, { ...claims })],
    [
      "a kid that is a path",
      (header: object, claims: object) => signedStrange({ ...header, kid: "../../../dev/null" }, { ...claims }),
    ],
    [
      "a kid that is SQL",
      (header: object, claims: object) => signedStrange({ ...header, kid: "x' union select 1 --" }, { ...claims }),
    ],
    [
      "a key of its own",
      (header: object, claims: object) =>
        signedStrange(
          { ...header, jwk: idp.publicKey.export({ format: "jwk" }), jku: "http://127.0.0.1:9/keys" },
          { ...claims },
        ),
    ],
    ["crit", (header: object, claims: object) => signedRight({ ...header, crit: ["exp"] }, { ...claims })],
    [
      "changed claims",
      (header: object, claims: object) => {
        const [, , signature] = signedRight({ ...header }, { ...claims }).split(".");
        return `${unsigned({ ...header }, { ...claims, sub: "somebody else" })}.${signature}`;
      },
    ],
  ])("A13 with %s is refused", async (_, sign) => {
    idp.sign = (header, claims) => sign(header, claims);
    await refused(enter(newClaims()), "failed");
  });

  test.each([
    ["another audience", { aud: "another client" }],
    ["two audiences and another's azp", { aud: ["throughline", "another"], azp: "another" }],
    ["another issuer", { iss: "https://login.attacker.example" }],
    ["no issuer", { iss: null }],
    ["no subject", { sub: null }],
    ["an empty subject", { sub: "" }],
    ["no exp", { exp: null }],
    ["exp in words", { exp: "tomorrow" }],
    ["another nonce", { nonce: "another" }],
    ["no nonce", { nonce: null }],
    ["no audience", { aud: null }],
  ])("A13 with %s is refused", async (_, wrong) => refused(enter({ ...newClaims(), ...wrong }), "failed"));

  test("A13 that expired 61 seconds ago, or is not yet good, is refused", async () => {
    await refused(enter(newClaims({ exp: now() - 61 })), "failed");
    await refused(enter(newClaims({ nbf: now() + 61 })), "failed");
  });
});

import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { type StubProvider, startStubProvider } from "#lib/identity/oidc/testing.ts";
import { type MailSink, startMailSink } from "#lib/mail/testing.ts";
import { cli, type Instance, startInstance } from "../instance.ts";
import { ask, claim, pairIn, signIn, tokenIn, untilRefused, who } from "./browser.ts";

/** The ways in that lead through mails and a provider, on two servers that share a database. */

const appUrl = "http://throughline.example";
const owner = { email: "dana@initech.example", password: "correct horse battery" };
const base = "/api/v1/workspaces/initech";
const origin = { origin: appUrl };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let one: Instance;
let two: Instance;
let sink: MailSink;
let idp: StubProvider;
let asOwner: { cookie: string; origin: string };

beforeAll(async () => {
  [database, sink, idp] = [await freshDatabase(), await startMailSink(), await startStubProvider()];
  const env = {
    APP_URL: appUrl,
    SMTP_URL: sink.url,
    MAIL_FROM: "hello@throughline.example",
    SIGNUP: "open",
    OIDC_ISSUER: idp.issuer,
    OIDC_CLIENT_ID: "throughline",
    OIDC_CLIENT_SECRET: "a secret of the client",
  };
  one = await startInstance({ databaseUrl: database.url, env });
  two = await startInstance({ databaseUrl: database.url, env: { ...env, WORKERS: "0" } });
  expect((await claim(one.url, tokenIn(one), owner)).status).toBe(201);
  asOwner = { cookie: (await signIn(one.url, owner, origin)).cookie, ...origin };
}, 120_000);
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await sink?.close();
  await idp?.close();
  await database?.drop();
});

const byOwner = (method: string, path: string, body?: object) =>
  ask(one.url, base + path, { method, headers: asOwner, body });
const post = (url: string, path: string, body: object) =>
  ask(url, `/api/v1${path}`, { method: "POST", headers: origin, body });
const linkIn = (text: string, path: string) =>
  new RegExp(`(https?://\\S+)${path}[#/]([\\w.-]+)`).exec(text)?.slice(1) ?? [];

async function joined(name: string) {
  const login = { email: `${name}@initech.example`, password: "yet another four words" };
  const invited = await byOwner("POST", "/invitations", { email: login.email, role: "editor" });
  expect(invited.answer.isMailed).toBe(true);
  const [, token] = linkIn((await sink.mailTo(login.email)).text, "/invitations");
  expect(token).toBe(invited.answer.token);
  expect((await post(two.url, `/invitations/${token}`, { name, password: login.password })).status).toBe(201);
  return { ...login, ...(await signIn(two.url, login, origin)) };
}

/** In through the provider, with a browser's redirects. */
async function throughProvider(url: string, claims: Record<string, unknown>, more: object = {}) {
  idp.claims = claims;
  const begun = await ask(url, "/api/auth/oidc", { method: "POST", headers: origin, body: { returnTo: "/", ...more } });
  const query = idp.consent(String(begun.answer.url));
  const back = await ask(url, `/api/auth/callback/oidc${query}`, { headers: { cookie: pairIn(begun.headers) } });
  const session = back.headers.getSetCookie().find((line) => line.startsWith("throughline.session="));
  return {
    status: back.status,
    location: back.headers.get("location"),
    cookie: session?.split(";")[0] ?? "",
    line: session,
  };
}

test("an invitation and a new password come by mail, and open nothing by being looked at", async () => {
  const { email } = await joined("ines");
  const from = sink.taken.length;
  expect((await post(two.url, "/password/forgot", { email })).status).toBe(202);
  const [, token = ""] = linkIn((await sink.mailTo(email, from)).text, "/reset-password");
  for (let n = 0; n < 20; n++) expect((await ask(one.url, "/reset-password")).status).toBe(200);
  expect((await post(one.url, "/password/reset", { token, password: "short" })).status).toBe(422);
  expect((await post(one.url, "/password/reset", { token, password: "a new long pass phrase" })).status).toBe(204);
  expect((await post(two.url, "/password/reset", { token, password: "a new long pass phrase" })).status).toBe(404);
});

test("A6 fifty redemptions of one reset on two servers: one sets the password", async () => {
  const { email } = await joined("iris");
  const { link } = (await cli({ databaseUrl: database.url }, ["password:reset", "--email", email])) as { link: string };
  const token = new URL(link).hash.slice(1);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      post(n % 2 ? one.url : two.url, "/password/reset", { token, password: `the pass phrase of ${n}` }),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 204)).toHaveLength(1);
  expect(statuses.filter((status) => ![204, 404, 503].includes(status))).toEqual([]);
});

describe("A4 on the other server, within a second", () => {
  test("A4 a password that was set anew ends every session, also one that came through the provider", async () => {
    for (let round = 0; round < 3; round++) {
      const person = await joined(`lee-${round}`);
      const claims = { sub: `lee-${round}` };
      const connected = { connects: true, returnTo: "/x" };
      idp.claims = claims;
      const headers = { ...origin, cookie: person.cookie };
      const begun = await ask(two.url, "/api/auth/oidc", { method: "POST", headers, body: connected });
      const cookie = `${person.cookie}; ${pairIn(begun.headers)}`;
      const query = idp.consent(String(begun.answer.url));
      const linked = await ask(two.url, `/api/auth/callback/oidc${query}`, { headers: { cookie } });
      expect(linked.headers.get("location")).toBe("/x?connected=done");
      const elsewhere = await throughProvider(two.url, claims);
      expect(await who(two.url, elsewhere.cookie)).toBe(200);
      const made = await cli({ databaseUrl: database.url }, ["password:reset", "--email", person.email]);
      const token = new URL(String(made.link)).hash.slice(1);
      expect((await post(one.url, "/password/reset", { token, password: "a new long pass phrase" })).status).toBe(204);
      for (const session of [person.cookie, elsewhere.cookie]) {
        expect(await untilRefused(() => who(two.url, session))).toBeLessThan(1_000);
      }
    }
  });

  test("A4 who came through the provider is held to role, membership and signing out as everybody is", async () => {
    const email = "omar@initech.example";
    const invited = await byOwner("POST", "/invitations", { email, role: "editor" });
    const claims = { sub: "omar", email, email_verified: true, name: "Omar" };
    const { cookie } = await throughProvider(two.url, claims, { invitation: invited.answer.token });
    const headers = { ...origin, cookie };
    const path = `/api/v1/invitations/${invited.answer.token}`;
    const accepted = await ask(two.url, path, { method: "POST", headers, body: {} });
    expect(accepted.status).toBe(201);
    const { id } = accepted.answer.account as { id: string };
    const write = async () =>
      (await ask(two.url, `${base}/ideas`, { method: "POST", headers, body: { title: "An idea" } })).status;
    const read = async () => (await ask(two.url, `${base}/ideas`, { headers })).status;
    expect(await write()).toBe(201);
    const controller = new AbortController();
    const stream = await fetch(`${two.url}${base}/events/stream`, { headers, signal: controller.signal });
    expect(stream.status).toBe(200);
    const closed = (async () => {
      const reader = stream.body?.getReader();
      while (reader && !(await reader.read()).done);
      return performance.now();
    })();
    expect((await byOwner("PATCH", `/members/${id}`, { role: "viewer" })).status).toBe(200);
    expect(await untilRefused(write, 403)).toBeLessThan(1_000);
    const changed = performance.now();
    expect((await closed) - changed).toBeLessThan(30_000);
    expect((await byOwner("DELETE", `/members/${id}`)).status).toBe(204);
    expect(await untilRefused(read, 404)).toBeLessThan(1_000);
    expect(await who(one.url, cookie)).toBe(200);
    expect((await ask(one.url, "/api/v1/session", { method: "DELETE", headers })).status).toBe(204);
    expect(await untilRefused(() => who(two.url, cookie))).toBeLessThan(1_000);
  });
});

test("A5 A14 the way back from the provider leads to this site, with our session cookie and no other", async () => {
  const person = { sub: "zoe", email: "zoe@initech.example", email_verified: true, name: "Zoe" };
  const there = await throughProvider(one.url, person, { returnTo: "//evil.example" });
  expect([there.status, there.location]).toEqual([303, "/"]);
  expect(there.line).toMatch(/; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
  for (const query of ["?code=x&state=y", "?error=x&error_uri=https://evil.example", "", "?iss=https://evil.example"]) {
    const back = await ask(one.url, `/api/auth/callback/oidc${query}`);
    expect([back.status, back.headers.get("location")]).toEqual([303, "/sign-in?trouble=failed"]);
    expect(back.headers.getSetCookie().filter((line) => line.startsWith("throughline.session="))).toEqual([]);
  }
  // Another site cannot send anybody off to the provider.
  for (const origin of ["", "https://evil.example", "null"]) {
    const headers: Record<string, string> = origin === "" ? {} : { origin };
    const begun = await ask(one.url, "/api/auth/oidc", { method: "POST", headers, body: { returnTo: "/" } });
    expect(begun.status).toBe(403);
  }
});

type Spoof = { name: string; headers?: Record<string, string>; path?: (path: string) => string };
const evil = "evil.example";
const spoofs: Spoof[] = [
  { name: "Host", headers: { host: evil } },
  { name: "Host with a port", headers: { host: `${evil}:1234` } },
  { name: "Host with our name before an @", headers: { host: `throughline.example@${evil}` } },
  { name: "X-Forwarded-Host", headers: { "x-forwarded-host": evil } },
  { name: "X-Forwarded-Host, two of them", headers: { "x-forwarded-host": `throughline.example, ${evil}` } },
  { name: "X-Forwarded-Server and -Proto", headers: { "x-forwarded-server": evil, "x-forwarded-proto": "https" } },
  { name: "X-Original-URL", headers: { "x-original-url": "/api/v1/workspaces/hooli", "x-rewrite-url": "/w/hooli" } },
  { name: "Forwarded", headers: { forwarded: `for=1.2.3.4;host=${evil};proto=https` } },
  { name: "an absolute address", path: (path) => `http://${evil}${path}` },
];

/** A request as no browser sends one. */
const spoofed = (method: string, path: string, { headers = {}, path: made = (same) => same }: Spoof, body?: object) =>
  new Promise<{ status: number; text: string; location: string | undefined }>((resolve, reject) => {
    const sent = body === undefined ? "" : JSON.stringify(body);
    const asked = request(
      {
        host: "127.0.0.1",
        port: one.port,
        method,
        path: made(path),
        headers: { ...asOwner, ...(sent && { "content-type": "application/json" }), ...headers },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text, location: answer.headers.location }));
      },
    );
    asked.on("error", reject).end(sent);
  });

describe("T15 what a request calls this host", () => {
  test.each(spoofs)("T15 changes neither workspace nor links: $name", async (spoof) => {
    const plain = await spoofed("GET", base, { name: "none" });
    expect(plain.status).toBe(200);
    const told = await spoofed("GET", base, spoof);
    // As it is without, or refused; never something else.
    if (told.status === 200) expect(told.text).toBe(plain.text);
    else expect([400, 404, 421]).toContain(told.status);

    const email = `spoofed-${crypto.randomUUID()}@initech.example`;
    const invited = await spoofed("POST", `${base}/invitations`, spoof, { email, role: "viewer" });
    if (invited.status === 201) {
      const { text, raw } = await sink.mailTo(email);
      expect(linkIn(text, "/invitations")[0]).toBe(appUrl);
      expect(raw).not.toContain(evil);
    } else expect([400, 403, 404, 421]).toContain(invited.status);

    const from = sink.taken.length;
    const address = `new-${crypto.randomUUID()}@initech.example`;
    const signUp = { name: "Ines", email: address, workspace: { name: "Initech" } };
    const asked = await spoofed("POST", "/api/v1/sign-up", spoof, signUp);
    if (asked.status === 202) {
      const { text, raw } = await sink.mailTo(address, from);
      expect(linkIn(text, "/sign-up/confirm")[0]).toBe(appUrl);
      expect(raw).not.toContain(evil);
    } else expect([400, 403, 404, 421]).toContain(asked.status);

    const page = await spoofed("GET", "/w/initech/inbox", spoof);
    expect(page.text + page.location).not.toContain(evil);
    const begun = await spoofed("POST", "/api/auth/oidc", spoof, { returnTo: "/" });
    if (begun.status === 200) {
      const redirect = new URL(JSON.parse(begun.text).url).searchParams.get("redirect_uri");
      expect(redirect).toBe(`${appUrl}/api/auth/callback/oidc`);
    } else expect([400, 403, 404, 421]).toContain(begun.status);
  });

  test("T15 is said once: two Host headers are no request", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(one.port, "127.0.0.1");
      const lines = [`GET ${base} HTTP/1.1`, "Host: throughline.example", `Host: ${evil}`, `Cookie: ${asOwner.cookie}`];
      socket.write(`${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`);
      let text = "";
      socket.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      socket.on("close", () => resolve(text)).on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain("initech");
  });
});

test("P5 the logs hold no address, no token and nothing of a mail", async () => {
  const written = one.logs() + two.logs();
  expect(written.length).toBeGreaterThan(1_000);
  expect(written).not.toContain("@initech.example");
  for (const { text } of sink.taken) {
    const token = /[#/]([\w.-]{43,})/.exec(text)?.[1];
    if (token) expect(written).not.toContain(token);
  }
});

test("O2 mails are counted", async () => {
  const { text } = await ask(one.url, "/metrics");
  const sent = Number(/throughline_mails_total\{result="sent"\} (\d+)/.exec(text)?.[1]);
  expect(sent).toBeGreaterThanOrEqual(sink.taken.length - 1);
  expect(text).toContain('throughline_mails_total{result="refused"} 0');
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "#lib/api/endpoints.ts";
import { type OneHouse, oneHouse, raw as rawAt } from "./house.ts";
import { ask, signIn } from "./identity/browser.ts";
import { cli, startInstance } from "./instance.ts";

/** What every answer of a real server looks like, to whoever asks and however. */

let house: OneHouse;
/** The session of somebody who belongs to another workspace. */
let stranger = "";
const canary = "CANARY-OF-INITECH";
const own = "/api/v1/workspaces/initech";

beforeAll(async () => {
  house = await oneHouse();
  for (const [path, body] of [
    ["/feedback", { title: canary, body: canary, company: { name: canary } }],
    ["/ideas", { title: canary }],
    ["/initiatives", { title: canary }],
    ["/objectives", { title: canary }],
    ["/metrics", { key: "canary", name: canary }],
  ] as const) {
    const { status } = await house.byKey(path, { method: "POST", body });
    expect(status).toBe(201);
  }
  const other = { email: "eve@globex.example", password: "another horse battery" };
  await cli({ databaseUrl: house.databaseUrl }, [
    ...["workspace:create", "--slug", "globex", "--name", "Globex"],
    ...["--owner-email", other.email, "--owner-password", other.password],
  ]);
  ({ cookie: stranger } = await signIn(house.instance.url, other));
}, 120_000);
afterAll(() => house?.end());

const raw = (method: string, path: string, headers: Record<string, string> = {}, body = "") =>
  rawAt(house.instance.url, method, path, headers, body);

const policyOf = (headers: Record<string, string | string[] | undefined>) => String(headers["content-security-policy"]);
const nonceIn = (policy: string) => /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";

describe("every answer", () => {
  it("I5 has the security headers, whatever was asked and however it ends", async () => {
    const { cookie, key } = house;
    const json = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const script = /\/_next\/static\/[^"]+\.js/.exec((await ask(house.instance.url, "/sign-in")).text)?.[0] ?? "";
    const asked: [status: number, method: string, path: string, headers?: Record<string, string>, body?: string][] = [
      [307, "GET", "/", { cookie }],
      [200, "GET", "/sign-in"],
      [200, "GET", "/claim"],
      [200, "GET", "/w/initech/inbox", { cookie }],
      [200, "HEAD", "/w/initech/roadmap", { cookie }],
      [307, "GET", "/w/initech/roadmap", { cookie, rsc: "1" }],
      [307, "GET", "/w/initech/roadmap"],
      [404, "GET", "/no/such/page"],
      [404, "GET", "/w/globex/roadmap", { cookie }],
      [200, "GET", script],
      [404, "GET", "/_next/static/nothing.js"],
      [404, "GET", "/favicon.ico"],
      [405, "POST", "/w/initech/inbox", {}, "{}"],
      [200, "GET", "/api/auth/csrf"],
      [403, "POST", "/api/auth/callback/credentials", { "content-type": "application/json" }, "{}"],
      [413, "POST", "/api/auth/callback/credentials", { "content-type": "application/json" }, " ".repeat(20_000)],
      [200, "GET", own, json],
      [201, "POST", `${own}/ideas`, json, '{"title":"headers"}'],
      [400, "POST", `${own}/ideas`, json, "{"],
      [401, "GET", own],
      [403, "POST", `${own}/ideas`, { cookie, "content-type": "text/plain" }, "{}"],
      [404, "GET", `${own}/nothing`, json],
      [405, "PUT", `${own}/ideas`, json, "{}"],
      [415, "POST", `${own}/ideas`, { ...json, "content-encoding": "gzip" }, "{}"],
      [422, "GET", `${own}/ideas?x=1`, json],
      [413, "POST", `${own}/ideas`, json, " ".repeat(10 * 1024 * 1024 + 1)],
      [200, "GET", "/api/v1/docs"],
      [200, "GET", "/api/v1/docs.css"],
      [200, "GET", "/api/v1/openapi.json"],
      [404, "GET", "/api/v1"],
      [200, "GET", "/healthz"],
      [200, "GET", "/readyz"],
      [200, "GET", "/metrics"],
      [405, "POST", "/metrics", {}, "{}"],
    ];
    for (const [status, method, path, given, body] of asked) {
      const { status: answered, headers } = await raw(method, path, given, body);
      const told = `${method} ${path.slice(0, 60)} ${status}`;
      expect([told, answered]).toEqual([told, status]);
      const policy = policyOf(headers);
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "default-src '"]) {
        expect(policy, told).toContain(part);
      }
      expect(policy, told).not.toMatch(/script-src[^;]*(unsafe|\*|https?:)/);
      expect(headers, told).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": expect.stringContaining("camera=()"),
        "x-request-id": expect.stringMatching(/^[\w-]{1,64}$/),
      });
      for (const name of ["x-powered-by", "server", "strict-transport-security", "access-control-allow-origin"]) {
        expect(headers[name], `${told} ${name}`).toBeUndefined();
      }
      if (given?.cookie || given?.authorization) expect(headers["cache-control"], told).toMatch(/no-store|no-cache/);
      if (!path.startsWith("/api/v1") && /html/.test(String(headers["content-type"]))) {
        expect(nonceIn(policy).length, told).toBeGreaterThanOrEqual(22);
      }
    }
  });

  it("comes over a connection that is kept longer than the 60 s for which a proxy keeps it", async () => {
    for (const path of ["/healthz", "/sign-in", "/api/v1/session"]) {
      const { headers } = await fetch(`${house.instance.url}${path}`);
      expect(Number(/^timeout=(\d+)$/.exec(headers.get("keep-alive") ?? "")?.[1])).toBeGreaterThan(60);
    }
  });

  it("I5 has a nonce of its own on each page, which its scripts carry and nothing else needs", async () => {
    const nonces = new Set<string>();
    for (const path of ["/sign-in", "/sign-in", "/claim", "/no/such/page", "/w/initech/roadmap", "/w/initech/inbox"]) {
      const { headers, text } = await raw("GET", path, { cookie: path.startsWith("/w/") ? house.cookie : "" });
      const nonce = nonceIn(policyOf(headers));
      nonces.add(nonce);
      const scripts = text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length, path).toBeGreaterThan(0);
      for (const script of scripts) expect(script, path).toContain(`nonce="${nonce}"`);
      for (const style of text.match(/<style\b[^>]*>/g) ?? []) expect(style, path).toContain(`nonce="${nonce}"`);
      expect(text, path).not.toMatch(/<[^>]+\son[a-z]+=|javascript:/i);
    }
    expect(nonces.size).toBe(6);
  });

  it("I5 over https asks to be asked over https only, for a year and more", async () => {
    const secure = await startInstance({
      databaseUrl: house.databaseUrl,
      env: { WORKERS: "0", APP_URL: "https://throughline.example" },
    });
    try {
      for (const path of ["/sign-in", own, "/healthz", "/api/v1/docs", "/no/such/page"]) {
        const { headers } = await rawAt(secure.url, "GET", path);
        const [, seconds] =
          /^max-age=(\d+); includeSubDomains$/.exec(String(headers["strict-transport-security"])) ?? [];
        expect(Number(seconds), path).toBeGreaterThanOrEqual(31_536_000);
      }
      expect(policyOf((await rawAt(secure.url, "GET", "/sign-in")).headers)).toContain("upgrade-insecure-requests");
    } finally {
      await secure.stop();
    }
  });
});

describe("a protected page", () => {
  const five = "middleware";
  const variants: Record<string, string>[] = [
    {},
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-prefetch": "2" },
    { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
    { rsc: "1", "next-router-segment-prefetch": "/w/$d$workspace/__PAGE__" },
    {
      rsc: "1",
      "next-router-state-tree": encodeURIComponent(
        '["",{"children":["w",{"children":[["workspace","initech","d",null],{}]}]}]',
      ),
    },
    { rsc: "1", "next-url": "/w/initech/roadmap" },
    { "next-action": "0".repeat(40) },
    { "x-nextjs-data": "1" },
    { purpose: "prefetch", "x-middleware-prefetch": "1" },
    { "x-middleware-subrequest": "middleware" },
    { "x-middleware-subrequest": "src/middleware" },
    { "x-middleware-subrequest": "pages/_middleware" },
    { "x-middleware-subrequest": Array(5).fill(five).join(":") },
    { "x-middleware-subrequest": Array(5).fill(`src/${five}`).join(":") },
    {
      "x-forwarded-host": "initech.example",
      "x-matched-path": "/w/initech/roadmap",
      "x-invoke-path": "/w/initech/roadmap",
    },
    { "x-original-url": "/w/initech/roadmap", "x-rewrite-url": "/w/initech/roadmap" },
  ];
  const spellings = (page: string) => [
    `/w/initech/${page}`,
    `/w/initech/${page}/`,
    `/w/initech/${page}.rsc`,
    `/w/initech/${page}.txt`,
    `/w/initech/${page}.segments/_tree.segment.rsc`,
    `/w/initech/${page}.segments/w/$d$workspace/${page}/__PAGE__.segment.rsc`,
    `/_next/data/x/w/initech/${page}.json`,
    `/w/initech/${page}?nxtPworkspace=initech`,
    `/w/nowhere/${page}?nxtPworkspace=initech&workspace=initech`,
    `/w/initech/${page}?_rsc=1`,
    `/W/initech/${page}`,
    `/w/INITECH/${page}`,
    `//w/initech/${page}`,
    `/w//initech/${page}`,
    `/w/initech/${page};x`,
    `/w/initech;x=1/${page}`,
    `/w/initech/%2e/${page}`,
    `/w/initech/..%2finitech/${page}`,
    `/w/%69nitech/${page}`,
    `/%77/initech/${page}`,
    `/w%2finitech%2f${page}`,
    `/sign-in/..%2fw/initech/${page}`,
    `/api/auth/../../w/initech/${page}`,
    `/w\\initech\\${page}`,
  ];
  const pages = ["inbox", "ideas", "roadmap", "metrics", "metrics/canary"];

  /** What Next's router would get: it is sent on to the address that it should have asked for. */
  async function followed(path: string, headers: Record<string, string>) {
    const answer = await raw("GET", path, headers);
    const location = String(answer.headers.location ?? "");
    return answer.status === 307 && /[?&]_rsc/.test(location) ? raw("GET", location, headers) : answer;
  }

  it("Z8 shows nothing to who has not signed in, and nothing to somebody of another workspace", async () => {
    for (const page of pages) {
      const seen = await raw("GET", `/w/initech/${page}`, { cookie: house.cookie });
      expect(seen.text, `${page}, signed in`).toContain(canary);
      const data = await followed(`/w/initech/${page}`, { cookie: house.cookie, rsc: "1" });
      expect([page, data.status, data.headers["content-type"]]).toEqual([page, 200, "text/x-component"]);
      expect(data.text, `${page}, its data`).toContain(canary);
    }
    const asked = pages.flatMap((page) =>
      spellings(page).flatMap((path, n) => variants.map((headers, m) => ({ path, headers, once: n === 0 || m === 0 }))),
    );
    const shown: string[] = [];
    // Every spelling plainly and every header on the plain path, to both; all pairs to one of them, in turns.
    for (const [n, { path, headers, once }] of asked.entries()) {
      for (const who of once ? ["", stranger] : [n % 2 === 0 ? "" : stranger]) {
        if (!once && n % 5 !== 0) continue;
        const { text, status } = await followed(path, { ...headers, ...(who ? { cookie: who } : {}) });
        if (text.includes(canary) || status >= 500) shown.push(`${status} ${path} ${JSON.stringify(headers)}`);
      }
    }
    expect(shown).toEqual([]);
    expect(asked.length).toBeGreaterThan(2_000);
  }, 60_000);
});

describe("a method", () => {
  it("Z10 that a page or a probe does not take is refused with those it takes", async () => {
    const { cookie } = house;
    const origin = house.instance.url;
    for (const path of [
      "/",
      "/sign-in",
      "/claim",
      "/w/initech/inbox",
      "/w/initech/roadmap",
      "/no/such/page",
      "/healthz",
      "/readyz",
      "/metrics",
    ]) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
        const headers = { cookie, origin, "next-action": "0".repeat(40), "content-type": "text/plain;charset=UTF-8" };
        const { status, headers: answered } = await raw(method, path, headers, method === "TRACE" ? "" : "[]");
        expect([method, path, status, answered.allow]).toEqual([method, path, 405, "GET, HEAD"]);
      }
    }
    for (const method of ["PUT", "PATCH", "DELETE", "TRACE"]) {
      const { status, headers } = await raw(method, "/api/auth/session", { cookie, origin });
      expect([method, status, headers.allow]).toEqual([method, 405, "GET, HEAD, POST"]);
    }
    const { status, headers } = await raw("TRACE", `${own}/ideas`, { cookie });
    expect([status, headers.allow]).toEqual([405, "GET, HEAD, POST"]);
    await expect(raw("CONNECT", `${own}/ideas`, { cookie })).rejects.toThrow();
  });

  it("Z10 is not changed by a header or a parameter", async () => {
    const { cookie } = house;
    const count = async () => (await house.admin`select count(*)::int as n from ideas where deleted_at is null`)[0]?.n;
    const before = await count();
    const [idea] = await house.admin`select id from ideas limit 1`;
    for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
      for (const path of [
        `${own}/ideas/${idea?.id}`,
        `${own}/ideas/${idea?.id}?_method=DELETE`,
        `/w/initech/ideas/${idea?.id}`,
      ]) {
        await raw("GET", path, { cookie, origin: house.instance.url, [name]: "DELETE" });
        await raw(
          "POST",
          path,
          { cookie, origin: house.instance.url, "content-type": "application/json", [name]: "DELETE" },
          "{}",
        );
      }
    }
    expect(await count()).toBe(before);
  });
});

it("Z9 no page changes anything for somebody who only asks for it", async () => {
  const { cookie, admin } = house;
  const tables = await admin`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  const sums = async () => {
    const all: string[] = [];
    for (const { name } of tables) {
      const row =
        name === "sessions"
          ? admin`to_jsonb(t) - 'last_seen_at'`
          : name === "api_keys"
            ? admin`to_jsonb(t) - 'last_used_at'`
            : admin`to_jsonb(t)`;
      const [sum] =
        await admin`select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as md5 from (select ${row} as r from ${admin(name as string)} t) x`;
      all.push(`${name} ${sum?.md5}`);
    }
    return all;
  };
  const before = await sums();
  // A stream has no end to wait for, and begins like any other read.
  const gets = endpoints.filter(
    ({ method, inWorkspace, operation }) => method === "GET" && inWorkspace && operation.kind !== "stream",
  );
  const paths = gets.map(({ template }) =>
    template.replace("{workspace}", "initech").replace(/\{\w+\}/g, crypto.randomUUID()),
  );
  for (const path of [
    "/",
    "/sign-in",
    "/claim",
    "/w/initech/inbox",
    "/w/initech/ideas",
    "/w/initech/roadmap",
    "/w/initech/metrics/canary",
    "/account/password",
    "/api/auth/session",
    "/api/auth/signout",
    ...paths,
  ]) {
    await raw("GET", path, { cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" });
  }
  expect(await sums()).toEqual(before);
  expect((await ask(house.instance.url, "/api/v1/session", { headers: { cookie } })).status).toBe(200);
});

it("S5 serves nothing of the project's folder, no source map and nothing that a name with a dot begins", async () => {
  const page = await ask(house.instance.url, "/sign-in");
  const scripts = [...page.text.matchAll(/\/_next\/static\/[\w./-]+\.(?:js|css)/g)].map(([path]) => path);
  expect(scripts.length).toBeGreaterThan(2);
  expect((await raw("GET", scripts[0] ?? "")).status).toBe(200);
  const inside = ["package.json", "package-lock.json", "server.ts", "lib/core/settings.ts", "next.config.mjs"];
  const hidden = [
    ".git/config",
    ".git/HEAD",
    ".gitignore",
    ".env",
    ".env.local",
    ".npmrc",
    ".next/BUILD_ID",
    ".programs/server.mjs",
  ];
  const built = ["BUILD_ID", "routes-manifest.json", "required-server-files.json", "server/app-paths-manifest.json"];
  const paths = [...inside, ...hidden, ...built].flatMap((path) => [
    `/${path}`,
    `//${path}`,
    `/w/../${path}`,
    `/_next/${path}`,
    `/_next/static/../${path}`,
    `/_next/static/../../${path}`,
    `/_next/static/%2e%2e/%2e%2e/${path}`,
    `/_next/static/..%2f..%2f${path}`,
    `/_next/static/..%5c..%5c${path}`,
    `/api/v1/../../${path}`,
  ]);
  const served: string[] = [];
  for (const path of [...paths, ...scripts.map((script) => `${script}.map`)]) {
    const { status, text } = await raw("GET", path);
    if (status < 300 || /"dependencies"|\[core\]|"version":|refs\/heads|createServer\(|"mappings"/.test(text)) {
      served.push(`${status} ${path}`);
    }
  }
  expect(served).toEqual([]);
  expect(paths.length).toBeGreaterThan(150);
}, 60_000);

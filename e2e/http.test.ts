import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { endpoints } from "#lib/api/endpoints.ts";
import { ask, claim, signIn, tokenIn } from "./identity/browser.ts";
import { cli, type Instance, startInstance } from "./instance.ts";

/** What every answer of a real server looks like, to whoever asks and however. */

let instance: Instance;
let admin: postgres.Sql;
let drop: () => Promise<void>;
let key = "";
let cookie = "";
const owner = { email: "dana@initech.example", password: "correct horse battery" };
const canary = "CANARY-OF-INITECH";
const own = "/api/v1/workspaces/initech";

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  admin = postgres(fresh.adminUrl, { max: 1, onnotice: () => {} });
  instance = await startInstance({ databaseUrl: fresh.url });
  expect((await claim(instance.url, tokenIn(instance), owner)).status).toBe(201);
  ({ cookie } = await signIn(instance.url, owner));
  const scopes = "read,feedback:write,ideas:write,strategy:write,roadmap:write";
  const made = await cli({ databaseUrl: fresh.url }, [
    "api-key:create",
    "--workspace",
    "initech",
    "--name",
    "k",
    "--scopes",
    scopes,
  ]);
  key = String(made.key);
  for (const [path, body] of [
    ["/feedback", { title: canary, body: canary }],
    ["/ideas", { title: canary }],
    ["/initiatives", { title: canary }],
    ["/metrics", { key: "canary", name: canary }],
  ] as const) {
    const { status } = await byKey(`${own}${path}`, { method: "POST", body });
    expect(status).toBe(201);
  }
}, 120_000);

afterAll(async () => {
  await instance?.stop();
  await admin?.end();
  await drop?.();
});

type Sent = Parameters<typeof ask>[2];
const byKey = (path: string, sent: Sent = {}) =>
  ask(instance.url, path, { ...sent, headers: { authorization: `Bearer ${key}`, ...sent.headers } });

/** A request as it is written: no client library tidies the path or the headers. */
const raw = (method: string, path: string, given: Record<string, string> = {}, body = "") =>
  new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(instance.url);
      const headers = body === "" ? given : { ...given, "content-length": String(Buffer.byteLength(body)) };
      const sent = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      sent.on("error", reject);
      sent.end(body);
    },
  );

const pages = ["/", "/sign-in", "/claim", "/w/initech/inbox", "/w/initech/roadmap", "/no/such/page"];

describe("every answer", () => {
  it("I5 has the security headers, on pages, the API, errors and probes", async () => {
    const paths = [
      ...pages,
      own,
      `${own}/feedback`,
      `${own}/nothing`,
      "/api/v1/docs",
      "/api/v1/openapi.json",
      "/healthz",
      "/api/auth/csrf",
    ];
    for (const path of paths) {
      const { headers } = await ask(instance.url, path, { headers: { cookie } });
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy, path).toContain("object-src 'none'");
      expect(policy, path).toContain("base-uri 'none'");
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
      expect(headers.get("x-powered-by"), path).toBeNull();
      expect(headers.get("x-request-id") ?? "", path).toMatch(/^[\w-]{1,64}$/);
    }
  });

  it("I5 has a nonce of its own on each page, which its scripts carry", async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 5; i++) {
      const { headers, text } = await ask(instance.url, "/sign-in");
      const nonce = /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "";
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      nonces.add(nonce);
      const scripts = text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    }
    expect(nonces.size).toBe(5);
  });

  it("Z8 shows a protected page to nobody who has not signed in, whatever the headers and the spelling of the path", async () => {
    const bypass = "src/middleware:nowaf:src/middleware:src/middleware:src/middleware:src/middleware:middleware";
    const variants: Record<string, string>[] = [
      {},
      { rsc: "1" },
      { rsc: "1", "next-router-prefetch": "1" },
      { rsc: "1", "next-router-segment-prefetch": "/_tree" },
      { rsc: "1", "next-router-state-tree": encodeURIComponent('["",{"children":["w",{}]}]') },
      { "next-action": "0".repeat(40) },
      ...["middleware", "src/middleware", "pages/_middleware", bypass, "proxy"].map((value) => ({
        "x-middleware-subrequest": value,
      })),
    ];
    const spellings = (page: string) => [
      `/w/initech/${page}`,
      `/w/initech/${page}.rsc`,
      `/w/initech/${page}.segments/_tree.segment.rsc`,
      `/_next/data/x/w/initech/${page}.json`,
      `/w/initech/${page}?nxtPworkspace=initech`,
      `/W/initech/${page}`,
      `//w/initech/${page}`,
      `/w//initech/${page}`,
      `/w/initech/${page};x`,
      `/w/initech/%2e/${page}`,
      `/w/%69nitech/${page}`,
    ];
    for (const page of ["inbox", "ideas", "roadmap", "metrics", "metrics/canary"]) {
      for (const path of spellings(page)) {
        for (const headers of variants) {
          const { text, status } = await raw("GET", path, headers);
          expect(text, `${path} ${JSON.stringify(headers)}`).not.toContain(canary);
          expect(status, path).toBeLessThan(500);
        }
      }
      const seen = await ask(instance.url, `/w/initech/${page}`, { headers: { cookie } });
      expect(seen.text, `${page}, signed in`).toContain(canary);
    }
  }, 60_000);

  it("Z9 changes nothing for another site that has the victim's cookie", async () => {
    const count = async () => (await admin`select count(*)::int as n from ideas`)[0]?.n;
    const before = await count();
    const json = { "content-type": "application/json" };
    const good = { cookie, origin: instance.url, ...json };
    const body = JSON.stringify({ title: "from elsewhere" });
    for (const headers of [
      { cookie, ...json },
      { ...good, origin: "https://evil.example" },
      { ...good, origin: "null" },
      { ...good, origin: `${instance.url}.evil.example` },
      { ...good, "sec-fetch-site": "cross-site" },
      { ...good, "sec-fetch-site": "same-site" },
      { ...good, "content-type": "text/plain" },
      { ...good, "content-type": "application/x-www-form-urlencoded" },
      { ...good, "content-type": "multipart/form-data; boundary=x" },
    ]) {
      const { status } = await raw("POST", `${own}/ideas`, headers as Record<string, string>, body);
      expect(status, JSON.stringify({ ...headers, cookie: "" })).toBe(403);
    }
    expect(await count()).toBe(before);
    for (const endpoint of endpoints.filter((e) => e.method !== "GET" && e.inWorkspace)) {
      const path = endpoint.template
        .replace("{workspace}", "initech")
        .replace(/\{\w+\}/g, "01890000-0000-7000-8000-000000000000");
      const { status } = await raw(endpoint.method, path, { ...good, origin: "https://evil.example" }, "{}");
      expect(status, endpoint.name).toBe(403);
    }
    expect((await raw("POST", `${own}/ideas`, good, body)).status).toBe(201);
    expect(
      (
        await byKey(`${own}/ideas`, {
          method: "POST",
          body: { title: "k" },
          headers: { origin: "https://evil.example" },
        })
      ).status,
    ).toBe(201);
  });

  it("Z10 refuses methods that an address does not take, and names those it does", async () => {
    for (const [method, path, allow] of [
      ["PUT", `${own}/ideas`, "GET, HEAD, POST"],
      ["DELETE", `${own}/feedback`, "GET, HEAD, POST"],
      ["POST", `${own}/roadmap`, "GET, HEAD"],
      ["GET", `${own}/feedback/batch`, "GET, HEAD"],
      ["HEAD", `${own}/feedback/batch`, ""],
      ["TRACE", `${own}/ideas`, ""],
      ["OPTIONS", `${own}/ideas`, "GET, HEAD, POST"],
      ["POST", "/w/initech/inbox", "GET, HEAD"],
      ["DELETE", "/sign-in", "GET, HEAD"],
      ["PUT", "/", "GET, HEAD"],
    ] as const) {
      const { status, headers } = await raw(method, path, { authorization: `Bearer ${key}` });
      if (path.endsWith("/feedback/batch")) {
        // GET /feedback/{id} is an address too, and "batch" is no id.
        expect([404, 405], `${method} ${path}`).toContain(status);
        continue;
      }
      expect(status, `${method} ${path}`).toBe(405);
      expect(headers.allow, `${method} ${path}`).toBeDefined();
      if (allow) expect(String(headers.allow), `${method} ${path}`).toBe(allow);
    }
    const before = (await admin`select count(*)::int as n from ideas`)[0]?.n;
    const override = { "x-http-method-override": "DELETE" };
    await byKey(`${own}/ideas`, { headers: override });
    await byKey(`${own}/ideas?_method=DELETE`);
    expect((await admin`select count(*)::int as n from ideas where deleted_at is null`)[0]?.n).toBe(before);
  });
});

describe("what is seen from outside", () => {
  const lines = () =>
    instance
      .logs()
      .split("\n")
      .filter((line) => line.startsWith("{"));

  it("O3 carries a request's id in the answer, the problem, the history and the log; what a client sends is taken only when harmless", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 100; i++) {
      const requestId = `o3-${i}-${Date.now()}`;
      ids.push(requestId);
      const { headers, answer } = await byKey(`${own}/ideas/${i % 2 ? "x" : "y"}`, {
        headers: { "x-request-id": requestId },
      });
      expect(headers.get("x-request-id")).toBe(requestId);
      expect(answer.requestId).toBe(requestId);
    }
    const made = await byKey(`${own}/ideas`, {
      method: "POST",
      body: { title: "o3" },
      headers: { "x-request-id": "o3-made" },
    });
    const [event] = await admin`select request_id from events where id = ${made.headers.get("event-id") ?? ""}`;
    expect(event?.request_id).toBe("o3-made");
    for (const bad of ["a b", "x".repeat(65), "é", '"><script>', "a/b"]) {
      const { headers } = await raw("GET", own, {
        "x-request-id": encodeURI(bad) === bad ? bad : Buffer.from(bad).toString("latin1"),
      });
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    }
    await sleep(200);
    const logged = lines().join("\n");
    for (const id of ids) expect(logged).toContain(`"requestId":"${id}"`);
  });

  it("O5 writes one JSON object to a line, whatever a request holds", async () => {
    const nasty = ["x%0d%0aSet-Cookie:%20a=b", "%1b%5b31mred", "%22%7d%2c%7b%22level%22%3a60", "%E2%80%A8", "'\"\\"];
    for (const text of nasty) {
      await raw("GET", `${own}/search?q=${text}`, {
        authorization: `Bearer ${key}`,
        "user-agent": decodeURIComponent(text).replace(/[^\x20-\x7e]/g, "?"),
      });
      await raw("GET", `/${text}`, { "x-request-id": "o5" });
    }
    await sleep(200);
    const logged = lines();
    expect(logged.length).toBeGreaterThan(nasty.length);
    for (const line of logged) expect(() => JSON.parse(line), line).not.toThrow();
  });

  it("O6 tells of an unforeseen error by its id only; the log has the rest, a counter goes up, and the process goes on", async () => {
    const errorsNow = async () =>
      [
        ...(await (await fetch(`${instance.url}/metrics`)).text()).matchAll(/^throughline_errors_total\{.*\} (\d+)$/gm),
      ].reduce((sum, match) => sum + Number(match[1]), 0);
    const before = await errorsNow();
    await admin`alter table ideas rename to ideas_elsewhere`;
    try {
      const { status, answer, text } = await byKey(`${own}/ideas`);
      expect(status).toBe(500);
      expect(Object.keys(answer).sort()).toEqual(["detail", "requestId", "status", "title", "type"]);
      expect(text).not.toMatch(/ideas|select|relation|\.ts|at /i);
      const line = lines().find((one) => one.includes(String(answer.requestId)) && one.includes("unexpected error"));
      expect(line).toContain("42P01");
      expect(line).toContain("frames");
      const page = await ask(instance.url, "/w/initech/ideas", { headers: { cookie } });
      expect(page.text).not.toMatch(/relation|42P01|queries\.ts/);
    } finally {
      await admin`alter table ideas_elsewhere rename to ideas`;
    }
    expect(await errorsNow()).toBeGreaterThan(before);
    expect((await byKey(`${own}/ideas`)).status).toBe(200);
  });

  it("O1 is alive whatever the database does, and ready only when it can serve", async () => {
    const ready = () => ask(instance.url, "/readyz");
    expect((await ask(instance.url, "/healthz")).status).toBe(200);
    expect((await ready()).status).toBe(200);
    const [row] =
      await admin`delete from schema_migrations where name = (select max(name) from schema_migrations) returning *`;
    const missing = await ready();
    expect(missing.status).toBe(503);
    expect(String(missing.answer.reason)).toContain(String(row?.name));
    await admin`insert into schema_migrations ${admin([row ?? {}])}`;
    expect((await ready()).status).toBe(200);
    // Everything that a connection of the pool could do waits for this lock.
    const began = performance.now();
    await admin.begin(async (sql) => {
      await sql`lock table schema_migrations in access exclusive mode`;
      const { status } = await ready();
      expect(status).toBe(503);
      expect(performance.now() - began).toBeLessThan(1_500);
      expect((await ask(instance.url, "/healthz")).status).toBe(200);
    });
    // Figures are for who stands beside the server, not for who comes through a proxy.
    expect((await ask(instance.url, "/metrics")).status).toBe(200);
    expect((await ask(instance.url, "/metrics", { headers: { "x-forwarded-for": "203.0.113.7" } })).status).toBe(404);
  });
});

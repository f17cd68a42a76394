import { request } from "node:http";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { adminUrl } from "#db/testing.ts";
import { endpoints } from "./endpoints.ts";
import { addressed, exampleOf, type Furnished, furnished, rowHash } from "./testing/call.ts";
import { ask, startApi } from "./testing.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let admin: postgres.Sql;
let own: Furnished;
beforeAll(async () => {
  api = await startApi();
  admin = postgres(adminUrl(), { max: 1, onnotice: () => {} });
  own = await furnished(api.url, "Methods");
}, 60_000);
afterAll(async () => {
  await api?.close();
  await admin?.end();
});

/** A request with a method that `fetch` does not send. A stream has no end; its beginning tells. */
const plain = (method: string, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; allow: string; type: string; body: string }>((resolve, reject) => {
    const sent = request(`${api.url}${path}`, { method, headers }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      const { allow = "", "content-type": type = "" } = answer.headers;
      const told = () => resolve({ status: answer.statusCode ?? 0, allow, type, body });
      answer.on("end", told);
      if (type === "text/event-stream") {
        told();
        sent.destroy();
      }
    });
    sent.on("error", reject);
    sent.end();
  });

const served = new Map<string, string[]>();
for (const { hono, method } of endpoints) served.set(hono, [...(served.get(hono) ?? []), method]);
const all = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "SEARCH", "LOCK", "PURGE"];

/** An address of each path there is. */
const addresses = () =>
  [...served].map(([hono, methods]) => {
    const endpoint = endpoints.find((one) => one.hono === hono);
    if (!endpoint) throw new Error(hono);
    return { methods, path: addressed(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture)).path };
  });

it("Z10 a method that an address does not take is 405 with those that it takes, and changes nothing", async () => {
  const before = await rowHash(admin, own);
  const authorization = `Bearer ${own.allKey}`;
  for (const { path, methods } of addresses()) {
    const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).sort();
    for (const method of all.filter((one) => !methods.includes(one))) {
      const { status, allow, type } = await plain(method, path, { authorization });
      const told = `${method} ${path}`;
      expect([told, status, type]).toEqual([told, 405, "application/problem+json"]);
      expect([told, allow.split(", ").sort()]).toEqual([told, allowed]);
    }
    const head = await plain("HEAD", path, { authorization });
    const get = await plain("GET", path, { authorization });
    expect([path, head.status, head.type, head.body]).toEqual([path, get.status, get.type, ""]);
  }
  expect(await rowHash(admin, own)).toBe(before);
}, 60_000);

it("Z10 the documents of the API are read and nothing else", async () => {
  for (const path of ["/api/v1/openapi.json", "/api/v1/docs", "/api/v1/docs.css"]) {
    for (const method of all.filter((one) => one !== "GET")) {
      const { status, allow } = await plain(method, path, {});
      expect([method, path, status, allow]).toEqual([method, path, 405, "GET, HEAD"]);
    }
    expect((await plain("HEAD", path, {})).status).toBe(200);
  }
});

it("Z10 no header and no parameter makes another method of one", async () => {
  const before = await rowHash(admin, own);
  const overrides = ["x-http-method-override", "x-http-method", "x-method-override", "_method"];
  for (const { path, methods } of addresses().filter(
    (one) => one.methods.includes("GET") && one.path.includes("/workspaces/"),
  )) {
    for (const name of overrides) {
      for (const wanted of ["DELETE", "PATCH"]) {
        const authorization = `Bearer ${own.allKey}`;
        const got = await plain("GET", path, { authorization, [name]: wanted });
        expect([path, name, got.status]).toEqual([path, name, (await plain("GET", path, { authorization })).status]);
        if (!methods.includes("POST") && methods.includes(wanted)) {
          const sent = await ask(api.url, "POST", path, { key: own.allKey, body: {}, headers: { [name]: wanted } });
          expect([path, name, sent.status]).toEqual([path, name, 405]);
        }
      }
    }
    const asParameter = await ask(api.url, "GET", `${path}?_method=DELETE`, { key: own.allKey });
    expect([path, asParameter.status]).toEqual([path, 422]);
  }
  expect(await rowHash(admin, own)).toBe(before);
}, 60_000);

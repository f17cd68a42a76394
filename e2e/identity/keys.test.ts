import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Instance } from "../instance.ts";
import { ask, claim, type House, signIn, tokenIn, twoServers, untilRefused } from "./browser.ts";

let house: House;
let one: Instance;
let two: Instance;
const owner = { email: "dana@initech.example", password: "correct horse battery" };
const slug = "initech";

beforeAll(async () => {
  house = await twoServers();
  ({ one, two } = house);
  expect((await claim(one.url, tokenIn(one), owner)).status).toBe(201);
}, 120_000);
afterAll(() => house?.end());

describe("an API key", () => {
  const asOwner = async () => ({ cookie: (await signIn(one.url, owner)).cookie, origin: one.url });
  const keys = () => `/api/v1/workspaces/${slug}/api-keys`;
  const make = async (headers: Record<string, string>, more: object = {}) => {
    const body = { name: crypto.randomUUID(), scopes: ["read"], ...more };
    const { status, answer } = await ask(one.url, keys(), { method: "POST", headers, body });
    expect(status).toBe(201);
    return answer as { id: string; key: string; prefix: string };
  };
  const use = async (url: string, key: string) =>
    (await ask(url, `/api/v1/workspaces/${slug}`, { headers: { authorization: `Bearer ${key}` } })).status;

  test("A11 lives from its making to its revocation, on every server, and leaves no trace of its secret", async () => {
    const headers = await asOwner();
    const { id, key, prefix } = await make(headers);
    expect(await use(two.url, key)).toBe(200);
    const inQuery = await ask(one.url, `/api/v1/workspaces/${slug}?key=${key}&api_key=${key}&access_token=${key}`);
    expect(inQuery.status).toBe(401);
    const listed = await ask(two.url, keys(), { headers });
    expect(listed.text).toContain(prefix);
    const secret = key.slice(prefix.length + 1);
    expect(listed.text).not.toContain(secret);

    const revoked = await ask(one.url, `${keys()}/${id}`, { method: "DELETE", headers });
    expect(revoked.status).toBe(204);
    expect(await use(one.url, key)).toBe(401);
    expect(await untilRefused(() => use(two.url, key))).toBeLessThan(1_000);

    const tables = await house.admin`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const [found] = await house.admin.unsafe(`select count(*)::int as rows from ${name} t where t::text like $1`, [
        `%${secret}%`,
      ]);
      expect(found, name).toEqual({ rows: 0 });
    }
    expect(one.logs() + two.logs()).not.toContain(secret);
  });

  test("A11 expires to the moment, on every server", async () => {
    const headers = await asOwner();
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { key } = await make(headers, { expiresAt });
    expect([await use(one.url, key), await use(two.url, key)]).toEqual([200, 200]);
    await sleep(Date.parse(expiresAt) - Date.now() + 5);
    expect([await use(one.url, key), await use(two.url, key)]).toEqual([401, 401]);
  });

  test("A11 that may read writes nothing", async () => {
    const { key } = await make(await asOwner());
    const document = await ask(one.url, "/api/v1/openapi.json");
    type Method = { requestBody?: { content?: Record<string, { example?: unknown }> } };
    const paths = document.answer.paths as Record<string, Record<string, Method>>;
    const anId = crypto.randomUUID();
    const wrong: string[] = [];
    let tried = 0;
    for (const [template, methods] of Object.entries(paths)) {
      if (!template.includes("{workspace}")) continue;
      const path = template.replace("{workspace}", slug).replace(/\{\w+\}/g, anId);
      for (const [method, { requestBody }] of Object.entries(methods)) {
        if (!["post", "put", "patch", "delete"].includes(method)) continue;
        tried++;
        const sent = method === "delete" ? {} : { body: requestBody?.content?.["application/json"]?.example ?? {} };
        const headers = { authorization: `Bearer ${key}` };
        const { status } = await ask(one.url, path, { method: method.toUpperCase(), headers, ...sent });
        if (status !== 403) wrong.push(`${status} ${method} ${template}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(54);
  });

  test("A11 is refused beyond the hundredth of a workspace, also when they come at once", async () => {
    const headers = await asOwner();
    const [{ id: workspaceId } = { id: "" }] = await house.admin`select id from workspaces where slug = ${slug}`;
    await house.admin`insert into api_keys (id, workspace_id, name, prefix, secret_hash, scopes)
      select gen_random_uuid(), ${workspaceId}, 'filler ' || n, 'tl_x', md5(n::text) || md5(n::text || 'x'), '{read}'
      from generate_series(1, 90 - (select count(*)::int from api_keys where workspace_id = ${workspaceId} and revoked_at is null)) n`;
    const body = (n: number) => ({ name: `late ${n}`, scopes: ["read"] });
    const late = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        ask([one.url, two.url][n % 2] ?? "", keys(), {
          method: "POST",
          headers: { ...headers, origin: [one.url, two.url][n % 2] ?? "" },
          body: body(n),
        }),
      ),
    );
    expect(late.map(({ status }) => status).sort()).toEqual([...Array(10).fill(201), ...Array(40).fill(403)]);
  });
});

import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type DatabaseProxy, startProxy } from "#db/testing/proxy.ts";
import { endpoints } from "#lib/api/endpoints.ts";
import type { Furniture } from "#lib/api/examples.ts";
import { call, exampleOf } from "#lib/api/testing/call.ts";
import { furnish } from "#lib/api/testing/furnish.ts";
import { leavesOf, pointerOf, withValue } from "#lib/api/testing/leaves.ts";
import { feedbackRecord } from "#lib/feedback/schema.ts";
import { type OneHouse, oneHouse, owner, raw } from "./house.ts";
import { ask, signIn, tokenIn } from "./identity/browser.ts";
import { cli, type Instance, startInstance } from "./instance.ts";

/** A server that everything has been asked of: what its log says, what it never says, and how few its figures stay. */

const canary = "CANARY-P5";
const stranger = { email: "omar@hooli.example", password: "an entirely different phrase" };

let house: OneHouse;
/** Beside it on the same database: seen from the network, soon at its limit, and cut off from its database at will. */
let second: Instance;
let proxy: DatabaseProxy;
let furniture: Furniture;
let setupToken = "";

beforeAll(async () => {
  house = await oneHouse({ env: { LOG_LEVEL: "trace" } });
  setupToken = tokenIn(house.instance);
  const { databaseUrl, instance, key, admin } = house;
  await cli({ databaseUrl }, [
    ...["workspace:create", "--slug", "hooli", "--name", "Hooli"],
    ...["--owner-email", stranger.email, "--owner-password", stranger.password],
  ]);
  const [user] = await admin`select id from users where email = ${owner.email}`;
  furniture = await furnish(instance.url, "initech", key, canary, user?.id);
  proxy = await startProxy(databaseUrl);
  const env = { DATABASE_MIGRATION_URL: databaseUrl, WORKERS: "0", HOST: "0.0.0.0", RATE_LIMIT: "30" };
  second = await startInstance({ databaseUrl: proxy.url, env });
}, 180_000);
afterAll(async () => {
  await second?.kill();
  await proxy?.close();
  await house?.end();
});

type Entry = { msg: string; level: number; requestId?: string; operation?: string; [name: string]: unknown };

/** Every line but the one that is printed for whoever starts the server. */
const linesOf = (instance: Instance) =>
  instance
    .logs()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("Throughline is ready: "));
const entriesOf = (instance: Instance) => linesOf(instance).map((line) => JSON.parse(line) as Entry);

describe("P5 the log of a whole run", () => {
  it("P5 holds nothing that people wrote, and nothing that opens a door", async () => {
    const { instance, key, cookie, byKey } = house;
    const asked = endpoints.filter(({ inWorkspace, name }) => inWorkspace && name !== "workspace.delete");
    let sent = 0;
    for (const endpoint of asked) {
      // Items of a batch are looked at one by one, so their schema is not the operation's.
      const isBatch = endpoint.name === "feedback.batch";
      const schema = isBatch ? z.object({ items: z.array(feedbackRecord) }) : endpoint.operation.input;
      const example = isBatch ? { items: [{ title: "T" }] } : exampleOf(endpoint, furniture);
      // In an address too: what is asked for is what somebody wrote.
      const texts = leavesOf(schema).filter(({ schema: { _zod } }) => _zod.def.type === "string");
      for (const leaf of texts) {
        for (const value of [`${canary} said so`, `${canary}@initech.example`]) {
          const who = sent % 3 === 0 ? { cookie } : { key };
          const headers = sent % 5 === 0 ? { "idempotency-key": `${canary}-${sent}`, "user-agent": canary } : undefined;
          const answer = await call(instance.url, endpoint, "initech", withValue(example, leaf, value), who, headers);
          expect(answer.status, `${endpoint.name}${pointerOf(leaf)} ${answer.text}`).toBeLessThan(500);
          sent++;
        }
      }
    }
    expect(sent).toBeGreaterThan(300);

    const person = { name: canary, email: "canary.p5@initech.example" };
    const whole = {
      source: "p5",
      externalId: canary,
      externalUrl: `https://help.initech.example/${canary}`,
      title: canary,
      body: `<p>${canary}</p>`,
      contact: person,
      company: { name: canary, domain: "canary-p5.example" },
      tags: [canary],
      fields: { [canary]: canary },
      messages: [{ author: canary, body: canary }],
    };
    const rows = [
      JSON.stringify(whole),
      JSON.stringify({ ...whole, externalId: 1, contact: { email: `${canary}@@` } }),
      `{"title": "${canary}`,
      JSON.stringify({ [canary]: canary }),
    ];
    const imported = await raw(
      instance.url,
      "POST",
      "/api/v1/workspaces/initech/imports?format=throughline",
      { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
      rows.join("\n"),
    );
    const { id } = JSON.parse(imported.text) as { id: string };
    await expect
      .poll(async () => (await byKey(`/imports/${id}`)).answer.state, { timeout: 20_000 })
      .toMatch(/done|failed/);
    expect((await byKey(`/imports/${id}`)).answer.counts).toMatchObject({ received: 4, rejected: 3 });

    for (const page of ["inbox", `inbox?q=${canary}`, "ideas", "roadmap", "metrics", canary, `ideas/${canary}`]) {
      await ask(instance.url, `/w/initech/${page}`, { headers: { cookie } });
    }
    await signIn(instance.url, { email: `${canary}@initech.example`, password: canary });
    await signIn(instance.url, { email: owner.email, password: `${canary} password` });
    await byKey("/ideas", { headers: { authorization: `Bearer ${key.slice(0, -1)}x` } });
    await ask(instance.url, `/api/v1/workspaces/initech/ideas?key=${key}`);
    await ask(instance.url, "/api/v1/setup", { method: "POST", body: { token: setupToken } });
    const newPassword = `${canary} or another`;
    await ask(instance.url, "/api/v1/password/change", {
      method: "POST",
      headers: { cookie, origin: instance.url },
      body: { current: "not it", next: newPassword },
    });

    const last = await byKey("/ideas");
    await expect
      .poll(() => entriesOf(instance).some(({ requestId }) => requestId === last.headers.get("x-request-id")))
      .toBe(true);
    const lines = linesOf(instance);
    expect(lines.length).toBeGreaterThan(sent);
    expect(lines.some((line) => line.includes('"import ended"'))).toBe(true);
    const secret = key.slice(key.lastIndexOf("_") + 1);
    const cookieValue = cookie.slice(cookie.indexOf("=") + 1);
    const forbidden = [canary, secret, cookieValue, setupToken, owner.password, stranger.password, "said so"];
    const shapes = /[\w.+-]+@[\w-]+\.[a-z]{2,}|tl_[0-9a-f]{32}_|eyJ[\w-]{10,}\.|\$argon2|bearer |every quarter/i;
    const telling = lines.filter(
      (line) => shapes.test(line) || forbidden.some((word) => line.toLowerCase().includes(word.toLowerCase())),
    );
    expect(telling.slice(0, 5)).toEqual([]);
  }, 180_000);
});

type Matrix = Record<string, string[]>;
const matrix = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "lib", "api", "permission-matrix.json"), "utf8"),
) as Matrix;

describe("O7 who was turned away", () => {
  type Refused = { what: string; id: string; status: number; entry: Record<string, unknown> };
  const refused: Refused[] = [];
  const note = (
    what: string,
    { status, headers }: { status: number; headers: Headers },
    entry: Record<string, unknown>,
  ) => refused.push({ what, id: headers.get("x-request-id") ?? "none", status, entry });
  /** Each is in the log of `instance`, with its reason and the workspace that was asked for; a page may be told twice. */
  async function expectLogged(instance: Instance) {
    const last = refused.at(-1)?.id;
    await expect.poll(() => entriesOf(instance).some(({ requestId }) => requestId === last)).toBe(true);
    const logged = Map.groupBy(
      entriesOf(instance).filter(({ msg }) => msg === "refused"),
      ({ requestId }) => requestId,
    );
    for (const { what, id, status, entry } of refused.splice(0)) {
      expect(status, what).toBeGreaterThanOrEqual(400);
      const found = logged.get(id);
      if (entry.operation !== "page") expect(found, what).toHaveLength(1);
      expect(found?.[0], what).toMatchObject({ level: 40, ...entry });
      expect(found?.[0]?.reason, what).toMatch(/\S/);
    }
  }

  it("O7 at the door: by a password, a key or a session that is wrong, is in the log with its reason", async () => {
    const { instance, admin, cookie } = house;
    const ideas = "/api/v1/workspaces/initech/ideas";
    const by = (authorization: string) => ask(instance.url, ideas, { headers: { authorization } });
    const workspace = "initech";
    const [user] = await admin`select id from users where email = ${owner.email}`;
    const wrong = { operation: "session.start", reason: "wrong_password", userId: user?.id };
    note("a wrong password", await signIn(instance.url, { ...owner, password: "not mine at all" }), wrong);
    const nobody = { email: "nobody@initech.example", password: "whatever it may be" };
    for (let attempt = 1; attempt <= 12; attempt++) {
      const reason = attempt <= 10 ? "unknown_account" : "attempts_on_account";
      note(`attempt ${attempt} on an account`, await signIn(instance.url, nobody), {
        operation: "session.start",
        reason,
      });
    }
    note("nobody", await ask(instance.url, ideas), { operation: "idea.list", reason: "nobody", workspace });
    note("no key", await by("Bearer none"), { reason: "malformed_key", workspace });
    note("basic", await by("Basic dGVzdDp0ZXN0"), { reason: "malformed_key", workspace });
    const made = await house.byKey("/api-keys", { method: "POST", body: { name: "o7", scopes: ["read"] } });
    const { id, key } = made.answer as { id: string; key: string };
    expect((await by(`Bearer ${key}`)).status).toBe(200);
    await house.byKey(`/api-keys/${id}`, { method: "DELETE" });
    note("a revoked key", await by(`Bearer ${key}`), { reason: "unknown_key", workspace });
    const ended = await signIn(instance.url, stranger);
    const asStranger = { cookie: ended.cookie, origin: instance.url };
    await ask(instance.url, "/api/v1/session", { method: "DELETE", headers: asStranger });
    note("a session that is over", await ask(instance.url, ideas, { headers: asStranger }), { reason: "nobody" });
    const guessed = { method: "POST", body: { ...setup, token: "guessed" } };
    const claimed = { operation: "instance.claim", reason: "wrong_setup_token" };
    note("a guessed set-up token", await ask(instance.url, "/api/v1/setup", guessed), claimed);
    const change = await ask(instance.url, "/api/v1/password/change", {
      method: "POST",
      headers: { cookie, origin: instance.url },
      body: { current: "not mine at all", next: "something else entirely" },
    });
    note("a wrong present password", change, { reason: "wrong_password", userId: user?.id });
    await expectLogged(instance);
  }, 60_000);

  it("O7 inside: by a right that is missing, for every operation that a reader may not use", async () => {
    const { instance } = house;
    const made = await house.byKey("/api-keys", { method: "POST", body: { name: "reader", scopes: ["read"] } });
    const { id, key } = made.answer as { id: string; key: string };
    const denied = endpoints.filter(({ name, inWorkspace }) => inWorkspace && !matrix[name]?.includes("key:read"));
    expect(denied.length).toBeGreaterThan(50);
    for (const endpoint of denied) {
      const answer = await call(instance.url, endpoint, "initech", exampleOf(endpoint, furniture), { key });
      expect(answer.status, endpoint.name).toBe(403);
      note(endpoint.name, answer, { operation: endpoint.name, workspace: "initech", keyId: id, code: "forbidden" });
    }
    await expectLogged(instance);
  }, 60_000);

  it("O7 at the fence: by a workspace one does not belong to, or a page of another site", async () => {
    const { instance, key, cookie } = house;
    const { cookie: foreign } = await signIn(instance.url, stranger);
    const ideas = "/api/v1/workspaces/initech/ideas";
    const outside = { workspace: "initech", reason: "not_a_member" };
    note("the API", await ask(instance.url, ideas, { headers: { cookie: foreign } }), outside);
    note("a page", await ask(instance.url, "/w/initech/ideas", { headers: { cookie: foreign } }), {
      ...outside,
      operation: "page",
    });
    note(
      "another's key",
      await ask(instance.url, "/api/v1/workspaces/hooli/ideas", { headers: { authorization: `Bearer ${key}` } }),
      { workspace: "hooli", reason: "key_of_another_workspace" },
    );
    const headers = { cookie, origin: "https://evil.example" };
    note("another site", await ask(instance.url, ideas, { method: "POST", body: { title: "T" }, headers }), {
      workspace: "initech",
      operation: "idea.create",
      code: "forbidden",
    });
    await expectLogged(instance);
  });

  it("O7 at the limit, with how long to wait", async () => {
    const headers = { authorization: `Bearer ${house.key}` };
    const asked = [];
    for (let n = 0; n < 40; n++) asked.push(await ask(second.url, "/api/v1/workspaces/initech/ideas", { headers }));
    const over = asked.filter(({ status }) => status === 429);
    expect(over.length).toBeGreaterThanOrEqual(10);
    for (const answer of over) {
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      note("over the limit", answer, { workspace: "initech", reason: "request_limit", operation: "idea.list" });
    }
    // Guessing keys is limited as asking without one is.
    const guessing = [];
    for (let n = 0; n < 40; n++) {
      guessing.push(
        await ask(second.url, "/api/v1/workspaces/initech/ideas", { headers: { authorization: "Bearer x" } }),
      );
    }
    expect(guessing.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(10);
    await expectLogged(second);
  });
});

const setup = {
  token: "",
  name: "Mira Rao",
  email: "mira@meridian.example",
  password: "a long enough pass phrase",
  workspace: { name: "Meridian" },
};

describe("O2 the figures", () => {
  const figures = async (instance: Instance) => (await ask(instance.url, "/metrics")).text;
  const series = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const figureOf = (text: string, line: string) =>
    Number(
      series(text)
        .find((one) => one.startsWith(`${line} `))
        ?.split(" ")[1],
    );

  it("O2 stay few with a thousand workspaces, name none of them, and tell all that matters", async () => {
    const { instance, admin, cookie, key } = house;
    const [user] = await admin`select id from users where email = ${owner.email}`;
    await admin`
      with made as (
        insert into workspaces (id, slug, name) select gen_random_uuid(), 'o2-' || n, 'O2 ' || n
        from generate_series(1, 1000) n returning id)
      insert into memberships (workspace_id, user_id, role) select id, ${user?.id}, 'owner' from made`;
    const slugs = Array.from({ length: 1_000 }, (_, n) => `o2-${n + 1}`);
    const one = async (slug: string, n: number) => {
      const endpoint = endpoints[n % endpoints.length];
      if (!endpoint?.inWorkspace || endpoint.method !== "GET") {
        return ask(instance.url, `/api/v1/workspaces/${slug}/ideas?limit=1`, { headers: { cookie } });
      }
      return call(instance.url, endpoint, slug, exampleOf(endpoint, furniture), { cookie });
    };
    for (let at = 0; at < slugs.length; at += 8) {
      const answers = await Promise.all(slugs.slice(at, at + 8).map((slug, n) => one(slug, at + n)));
      for (const { status } of answers) expect([200, 404]).toContain(status);
    }
    await raw(
      instance.url,
      "POST",
      "/api/v1/workspaces/initech/imports?format=throughline",
      { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
      '{"source":"o2","externalId":"1","title":"T"}\n{"source":"o2"}\n',
    );
    await expect
      .poll(async () => figureOf(await figures(instance), 'throughline_import_rows_total{result="rejected"}'), {
        timeout: 20_000,
      })
      .toBeGreaterThanOrEqual(1);
    const text = await figures(instance);
    expect(series(text).length).toBeGreaterThan(200);
    expect(series(text).length).toBeLessThanOrEqual(2_000);
    expect(text).not.toMatch(/o2-\d|initech|hooli|[0-9a-f]{8}-[0-9a-f]{4}-/);
    for (const line of [
      'throughline_requests_total{operation="idea.list",status="2xx"}',
      'throughline_request_seconds_count{operation="idea.list"}',
      'throughline_import_rows_total{result="created"}',
      'throughline_jobs_ended{outcome="completed"}',
    ]) {
      expect(figureOf(text, line), line).toBeGreaterThan(0);
    }
    for (const line of [
      'throughline_database_connections{state="busy"}',
      'throughline_database_connections{state="waiting"}',
      "throughline_jobs_active",
      "throughline_jobs_dead",
      "throughline_jobs_oldest_seconds",
      "nodejs_eventloop_lag_p99_seconds",
      "process_resident_memory_bytes",
    ]) {
      expect(figureOf(text, line), line).toBeGreaterThanOrEqual(0);
    }
    expect(text).toMatch(/^throughline_jobs_waiting\{queue="import\.run"\} \d/m);
  }, 120_000);

  it("O2 count by themselves what a limit or an absent database turned away", async () => {
    const { key } = house;
    const headers = { authorization: `Bearer ${key}` };
    await proxy.be("down");
    const isCounted = async () => {
      await ask(second.url, "/api/v1/session", { headers });
      await ask(second.url, "/w/initech/ideas", { headers: { cookie: house.cookie } });
      return /status="503"\} [1-9]/.test(await figures(second));
    };
    await expect.poll(isCounted, { timeout: 15_000 }).toBe(true);
    await proxy.be("pass");
    expect(
      figureOf(await figures(second), 'throughline_requests_total{operation="idea.list",status="429"}'),
    ).toBeGreaterThan(0);
  }, 60_000);

  it("O2 are for this machine only, or for who has the token", async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal);
    // Where a machine has no network there is no outside.
    if (outside) {
      const seen = await ask(`http://${outside.address}:${second.port}`, "/healthz");
      expect(seen.status).toBe(200);
      expect((await ask(`http://${outside.address}:${second.port}`, "/metrics")).status).toBe(404);
    }
    expect((await ask(second.url, "/metrics")).status).toBe(200);
    for (const name of ["x-forwarded-for", "forwarded", "x-real-ip"]) {
      const { status, text } = await ask(second.url, "/metrics", { headers: { [name]: "127.0.0.1" } });
      expect([name, status, text]).toEqual([name, 404, "not found"]);
    }
  });
});

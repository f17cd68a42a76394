import { readFileSync } from "node:fs";
import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Role, roles } from "#lib/core/permissions.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { exampleNames } from "./examples.ts";
import { openApiDocument } from "./openapi.ts";
import { paths } from "./paths.ts";
import { type Asked, call as callAt, exampleOf, type Furnished, furnished, rowHash as hashOf } from "./testing/call.ts";
import { startOwnApi } from "./testing/own-database.ts";
import { type Answered, ask } from "./testing.ts";

/** What holds for every operation, tried on every operation. */

/** `claimer`: who claimed the instance, named where no role is enough. */
type Who = Asking | "claimer";
type Asking = "anonymous" | Role | "key:read" | "key:all";
const everybody: Asking[] = ["anonymous", ...[...roles].reverse(), "key:read", "key:all"];
const matrix = JSON.parse(readFileSync(new URL("./permission-matrix.json", import.meta.url), "utf8")) as Record<
  string,
  Who[]
>;

let api: Awaited<ReturnType<typeof startOwnApi>>;
let admin: postgres.Sql;
let a: Furnished;
let b: Furnished;

const side = (mark: string) => furnished(api.url, mark);
const rowHash = (whose: Furnished) => hashOf(admin, whose);
const call = (endpoint: Endpoint, slug: string, input: Record<string, unknown>, who: Asked, headers = {}) =>
  callAt(api.url, endpoint, slug, input, who, headers);

beforeAll(async () => {
  api = await startOwnApi();
  admin = api.admin;
  a = await side("CANARY-A");
  b = await side("CANARY-B");
}, 120_000);

afterAll(async () => {
  await api?.close();
});

const inWorkspace = endpoints.filter((endpoint) => endpoint.inWorkspace);
const isAllowed = ({ status }: Answered) => status !== 401 && status !== 403;

/** The answer without what differs from request to request. */
const comparable = ({ status, text }: Answered) => `${status} ${text.replace(/"requestId":"[^"]+"/, "")}`;

describe("every operation", () => {
  it("has a path, a route, an example, a line in the API document and a row in the permission matrix", () => {
    const names = Object.keys(paths).sort();
    expect(names.length).toBeGreaterThanOrEqual(80);
    expect(endpoints.map(({ name }) => name as string).sort()).toEqual(names);
    expect([...exampleNames].sort()).toEqual(names);
    expect(Object.keys(matrix).sort()).toEqual(names);
    const { paths: described } = openApiDocument() as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const ids = Object.values(described).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(ids.sort()).toEqual(names);
    for (const { name, operation } of endpoints) expect(operation.operation, name).toBe(name);
  });

  it("Z2 takes no field that it does not know", async () => {
    const before = await rowHash(a);
    const intruders = ["workspaceId", "role", "createdBy", "createdAt", "mergedIntoId", "number", "state", "isAdmin"];
    for (const endpoint of inWorkspace.filter(({ method }) => method !== "GET")) {
      const known = Object.keys(endpoint.operation.input.shape);
      for (const field of intruders.filter((name) => !known.includes(name))) {
        const input = { ...exampleOf(endpoint, a.furniture), [field]: "x" };
        const { status, body } = await call(endpoint, a.workspace.slug, input, { key: a.allKey });
        if (status === 403 && endpoint.name === "workspace.delete") continue;
        expect(status, `${endpoint.name} ${field}`).toBe(422);
        expect(JSON.stringify(body), endpoint.name).toContain(`"/${field}"`);
      }
    }
    expect(await rowHash(a)).toBe(before);
  }, 120_000);

  it("T1 answers somebody from another workspace as if there were nothing", async () => {
    const before = await rowHash(a);
    const cookie = await b.cookie("owner");
    const nowhere = "no-such-workspace";
    for (const endpoint of inWorkspace) {
      const input = exampleOf(endpoint, a.furniture);
      expect((await call(endpoint, a.workspace.slug, input, {})).status, `${endpoint.name} anonymous`).toBe(401);
      for (const who of [{ key: b.allKey }, { cookie }]) {
        const foreign = await call(endpoint, a.workspace.slug, input, who);
        const unknown = await call(endpoint, nowhere, input, who);
        expect(foreign.status, `${endpoint.name} ${Object.keys(who)}`).toBe(404);
        expect(comparable(foreign), endpoint.name).toBe(comparable(unknown));
      }
    }
    expect(await rowHash(a)).toBe(before);
  }, 120_000);

  it("T1 T2 answers another workspace's ids as unknown ones: in the path, one by one in pairs, in query and body", async () => {
    const before = await rowHash(a);
    const strangers = new Map(Object.entries(a.furniture).filter(([name]) => name !== "userId" && !/key$/i.test(name)));
    const bIds = Object.entries(b.furniture);
    const random = "01890000-0000-7000-8000-000000000000";
    let tried = 0;
    for (const endpoint of inWorkspace) {
      const own = exampleOf(endpoint, b.furniture);
      for (const [field, value] of Object.entries(own)) {
        const inList = Array.isArray(value);
        const one = inList ? value[0] : value;
        const name = bIds.find(([, id]) => id === one)?.[0];
        const foreign =
          name === "metricKey" || name === "spareMetricKey" ? a.furniture[name] : strangers.get(name ?? "");
        if (!foreign || typeof one !== "string") continue;
        tried++;
        const unknown = field === "key" ? "no-such-metric" : random;
        const ask = (id: string) =>
          call(endpoint, b.workspace.slug, { ...own, [field]: inList ? [id] : id }, { key: b.allKey });
        const answer = await ask(foreign);
        // What is read for the rows of a list leaves out what is gone, so it has an answer without them.
        const status = endpoint.name === "trace.threads" ? 200 : 404;
        expect(answer.status, `${endpoint.name} ${field}`).toBe(status);
        expect(comparable(answer), `${endpoint.name} ${field}`).toBe(comparable(await ask(unknown)));
        expect(answer.text).not.toContain(a.mark);
      }
    }
    expect(tried).toBeGreaterThan(60);
    // A batch and a list of filters take ids too.
    const create = await ask(api.url, "POST", `/api/v1/workspaces/${b.workspace.slug}/votes`, {
      key: b.allKey,
      body: {},
    });
    expect(create.status).toBe(404);
    expect(await rowHash(a)).toBe(before);
  }, 120_000);

  it("T1 shows nothing of another workspace in lists, search, history and the roadmap", async () => {
    const key = b.allKey;
    for (const endpoint of inWorkspace.filter(({ method }) => method === "GET")) {
      const own = exampleOf(endpoint, b.furniture);
      const searched = "q" in own ? { ...own, q: "CANARY" } : own;
      const { status, text } = await call(endpoint, b.workspace.slug, searched, { key });
      expect(status, endpoint.name).toBe(200);
      expect(text, endpoint.name).not.toContain(a.mark);
      if (!["member.list", "idea.stages", "import.rows", "import.rejectedFile"].includes(endpoint.name)) {
        expect(text.length, endpoint.name).toBeGreaterThan(2);
      }
    }
  }, 60_000);

  it("Z1 is open to exactly those whom the permission matrix names", async () => {
    const found: Record<string, Who[]> = {};
    for (const who of everybody) {
      // A workspace for each, since the calls change things.
      const own = await side(`Z1-${who.replace(":", "-")}`);
      const asked: Asked =
        who === "anonymous"
          ? {}
          : who === "key:read"
            ? { key: await own.key(["read"]) }
            : who === "key:all"
              ? { key: own.allKey }
              : { cookie: await own.cookie(who) };
      const last = ["session.end", "workspace.delete"];
      const order = [...endpoints].sort((x, y) => last.indexOf(x.name) - last.indexOf(y.name));
      for (const endpoint of order) {
        const fresh: Asked =
          endpoint.name === "session.end" && asked.cookie ? { cookie: await own.cookie(who as Role) } : asked;
        const answer = await call(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture), fresh);
        expect(answer.status, `${endpoint.name} as ${who}: ${answer.text}`).toBeLessThan(500);
        if (isAllowed(answer)) found[endpoint.name] = [...(found[endpoint.name] ?? []), who];
      }
    }
    const own = await side("Z1-claimer");
    await admin`update instance_state set claimed_at = now(), claimed_by = ${own.actors.viewer.id}`;
    const claimer = { cookie: await own.cookie("viewer") };
    for (const endpoint of endpoints.filter(({ name }) => !found[name])) {
      const answer = await call(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture), claimer);
      expect(answer.status, `${endpoint.name} as who claimed it: ${answer.text}`).toBeLessThan(300);
      found[endpoint.name] = ["claimer"];
    }
    expect(found).toEqual(matrix);
  }, 240_000);

  it("C2 answers a stale version with 412 and what is there now, and takes a fresh one", async () => {
    const own = await side("C2");
    const key = own.allKey;
    const patched = inWorkspace.filter(({ method }) => method === "PATCH");
    expect(patched.length).toBeGreaterThan(8);
    for (const endpoint of patched) {
      const input = exampleOf(endpoint, own.furniture);
      const stale = await call(endpoint, own.workspace.slug, input, { key }, { "if-match": '"999"' });
      expect(stale.status, endpoint.name).toBe(412);
      const { current } = stale.body as { current: { version: number } };
      expect(current.version, endpoint.name).toBeGreaterThan(0);
      const taken = await call(endpoint, own.workspace.slug, input, { key }, { "if-match": `"${current.version}"` });
      expect(taken.status, `${endpoint.name} ${taken.text}`).toBe(200);
      const { version } = taken.body as { version: number };
      expect(taken.headers.get("etag"), endpoint.name).toBe(`"${version}"`);
    }
  }, 120_000);

  it("C2 takes If-Match exactly where the API document says so", async () => {
    const own = await side("C2-document");
    const asked = { cookie: await own.cookie("owner") };
    const header = "#/components/parameters/IfMatch";
    type Described = { operationId: string; parameters: { $ref?: string }[] };
    const { paths: described } = openApiDocument() as { paths: Record<string, Record<string, Described>> };
    const documented = Object.values(described)
      .flatMap((path) => Object.values(path))
      .filter(({ parameters }) => parameters.some(({ $ref }) => $ref === header))
      .map(({ operationId }) => operationId);
    // Words are changed by who wrote them, and by nobody else.
    const asOwner = (endpoint: Endpoint, headers = {}) => {
      const who = endpoint.name === "comment.update" ? { key: own.allKey } : asked;
      return call(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture), who, headers);
    };
    for (const endpoint of endpoints.filter(({ name }) => name === "company.upsert")) await asOwner(endpoint);
    // Those that say so first: they are refused, and change nothing for the others. Signing out comes last.
    const rank = ({ name }: Endpoint) => (documented.includes(name) ? 0 : name === "session.end" ? 2 : 1);
    const taking: string[] = [];
    for (const endpoint of endpoints.filter(({ method }) => method !== "GET").sort((x, y) => rank(x) - rank(y))) {
      const { status } = await asOwner(endpoint, { "if-match": '"999"' });
      if (status === 412) taking.push(endpoint.name);
    }
    expect(taking.sort()).toEqual(documented.sort());
    const changing = inWorkspace.filter(({ method }) => method === "PATCH" || method === "DELETE");
    const wanted = changing.map(({ name }) => name as string).filter((name) => name !== "evidence.unlink");
    expect(taking).toEqual(expect.arrayContaining([...wanted, "outcome.review", "company.upsert"]));
  }, 120_000);
});

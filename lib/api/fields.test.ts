import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { database } from "#db/client.ts";
import { type Role, roles } from "#lib/core/permissions.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import type { PathName } from "./paths.ts";
import { type Asked, call, exampleOf, type Furnished, furnished } from "./testing/call.ts";
import { type Answered, ask, startApi } from "./testing.ts";

/**
 * What each read shows to whom, field by field, against the list that was looked through: `RECORD=1` writes it anew. A
 * field that comes to an answer, or to somebody who did not have it, is seen here before anybody else sees it.
 */

type Who = Role | "key:read" | "anonymous";
const everybody: Who[] = [...roles, "key:read", "anonymous"];
const listed = new URL("./fields.json", import.meta.url);
type Link = { token: string };
type Shown = { who: Who[]; fields: string[] }[];

let api: Awaited<ReturnType<typeof startApi>>;
let own: Furnished;
const asked = new Map<Who, Asked>();
/** Where there is more to see than the usual example shows. */
const examples: Partial<Record<PathName, object>> = {};
beforeAll(async () => {
  api = await startApi();
  own = await furnished(api.url, "Z3");
  for (const role of roles) asked.set(role, { cookie: await own.cookie(role) });
  asked.set("key:read", { key: await own.key(["read"]) });
  asked.set("anonymous", {});
  // A table whose columns were looked at, and a link that nobody has used.
  const w = `/api/v1/workspaces/${own.workspace.slug}`;
  const waiting = own.furniture.waitingImportId;
  const mapped = await ask(api.url, "PUT", `${w}/imports/${waiting}/mapping`, {
    key: own.allKey,
    body: { draft: true },
  });
  examples["import.rejectedFile"] = { id: mapped.status === 200 ? waiting : "unmapped" };
  const body = { email: "link@initech.example", role: "viewer" };
  const { token } = (await ask(api.url, "POST", `${w}/invitations`, { key: own.allKey, body })).body as Link;
  examples["invitation.get"] = { token };
}, 60_000);
afterAll(() => api?.close());

const reads = endpoints.filter(({ method, operation }) => method === "GET" && operation.kind !== "stream");

/** As much of everything as one answer holds. */
function wholeExample(endpoint: Endpoint): Record<string, unknown> {
  const example = { ...exampleOf(endpoint, own.furniture), ...examples[endpoint.name] };
  return "limit" in endpoint.operation.input.shape ? { ...example, limit: 200 } : example;
}

/** Names under which people or sources say what they like. */
const free = /(^|\.)(fields|inputs|mapping|counts|levels)$/;

/** The paths of all fields in an answer; what lies in a list stands under `[]`. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => fieldsOf(one, `${path}[]`)))];
  if (typeof value !== "object" || value === null || free.test(path)) return [path];
  return Object.entries(value).flatMap(([name, one]) => fieldsOf(one, path === "" ? name : `${path}.${name}`));
}

const shownIn = ({ status, body, text }: Answered): string[] => {
  if (status !== 200) return [];
  // A file for people: its first line names the columns.
  if (body !== null) return [...new Set(fieldsOf(body))].sort();
  const columns = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  return columns.split(",").filter((column) => column !== "");
};

async function everythingShown(): Promise<Record<string, Shown>> {
  const found: Record<string, Shown> = {};
  for (const endpoint of reads) {
    const shown: Shown = [];
    for (const who of everybody) {
      const fields = shownIn(await call(api.url, endpoint, own.workspace.slug, wholeExample(endpoint), asked.get(who)));
      const same = shown.find((one) => one.fields.join() === fields.join());
      if (same) same.who.push(who);
      else shown.push({ who: [who], fields });
    }
    found[endpoint.name] = shown;
  }
  return found;
}

it("Z3 every read shows everybody exactly the fields that are listed for them, as JSON and as CSV", async () => {
  const found = await everythingShown();
  if (process.env.RECORD) await writeFile(listed, `${JSON.stringify(found, null, 2)}\n`);
  expect(existsSync(listed)).toBe(true);
  const known = JSON.parse(readFileSync(listed, "utf8")) as Record<string, Shown>;
  expect(Object.keys(found).sort()).toEqual(Object.keys(known).sort());
  for (const [name, shown] of Object.entries(found)) expect(shown, name).toEqual(known[name]);
  // Nobody from outside sees anything but what a link says to who holds it.
  const open = Object.entries(found).filter(([, shown]) =>
    shown.some(({ who, fields }) => who.includes("anonymous") && fields.length > 0),
  );
  expect(open.map(([name]) => name).sort()).toEqual(["invitation.get"]);
}, 120_000);

it("Z3 no field is called, and no answer holds, what is nobody's to see: hashes, keys, tokens of links, sealed letters", async () => {
  const known = readFileSync(listed, "utf8");
  expect(known).not.toMatch(/hash|secret|sealed|password|userAgent\./i);
  const kept = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ secret: string }>(sql`
      select token_hash as secret from sessions
      union select secret_hash from api_keys where workspace_id = ${own.workspace.id}
      union select token_hash from invitations where workspace_id = ${own.workspace.id}
      union select password_hash from users where password_hash is not null`),
  );
  const secrets = kept.map(({ secret }) => secret);
  expect(secrets.length).toBeGreaterThan(8);
  const [invited] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ email: string }>(sql`select email from invitations where id = ${own.furniture.invitationId}`),
  );
  for (const who of everybody) {
    for (const endpoint of reads) {
      const { text } = await call(api.url, endpoint, own.workspace.slug, wholeExample(endpoint), asked.get(who));
      const leaked = secrets.filter((secret) => text.includes(secret));
      expect(leaked, `${endpoint.name} as ${who}`).toEqual([]);
      expect(text, `${endpoint.name} as ${who}`).not.toContain(own.allKey);
      // Whom one invites is between the admins and the invited.
      const mayKnow = ["owner", "admin"].includes(who) || endpoint.name === "invitation.get";
      if (!mayKnow) expect(text, `${endpoint.name} as ${who}`).not.toContain(invited?.email ?? "none");
    }
  }
}, 120_000);

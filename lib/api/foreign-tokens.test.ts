import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adminUrl } from "#db/testing.ts";
import { printReset } from "#lib/identity/resets/commands.ts";
import { newPerson } from "#lib/identity/testing.ts";
import { commandLine } from "#lib/workspaces/system.ts";
import { type Furnished, furnished, rowHash } from "./testing/call.ts";
import { ask, startApi } from "./testing.ts";

/** What somebody was given in one workspace, used at the address of another. */

let api: Awaited<ReturnType<typeof startApi>>;
let admin: postgres.Sql;
let a: Furnished;
let b: Furnished;

beforeAll(async () => {
  api = await startApi();
  admin = postgres(adminUrl(), { max: 1, onnotice: () => {} });
  a = await furnished(api.url, "CANARY-A");
  b = await furnished(api.url, "CANARY-B");
}, 120_000);
afterAll(async () => {
  await api?.close();
  await admin?.end();
});

const at = ({ workspace }: Furnished, path = "") => `/api/v1/workspaces/${workspace.slug}${path}`;
const invited = async () => {
  const body = { email: `ines-${crypto.randomUUID()}@initech.example`, role: "viewer" };
  const { body: made } = await ask(api.url, "POST", at(a, "/invitations"), { key: a.allKey, body });
  return made as { id: string; token: string; email: string };
};
const accept = (token: string, path = `/api/v1/invitations/${token}`) =>
  ask(api.url, "POST", path, { body: { name: "Ines Okafor", password: "a long enough pass phrase" } });

test("T10 A's invitation is nothing at B's address, is not used up, and lets somebody into A", async () => {
  const { id, token, email } = await invited();
  const before = await rowHash(admin, b);
  for (const who of [{ key: b.allKey }, { headers: { cookie: await b.cookie("owner"), origin: api.url } }]) {
    expect((await ask(api.url, "DELETE", at(b, `/invitations/${id}`), who)).status).toBe(404);
    expect((await ask(api.url, "DELETE", at(b, `/invitations/${token}`), who)).status).toBe(404);
  }
  for (const path of [`/invitations/${token}`, `/invitations/${token}/accept`, `/members/${token}`]) {
    expect([404, 405]).toContain((await accept(token, at(b, path))).status);
  }
  const named = { name: "Ines", password: "a long enough pass phrase", workspace: b.workspace.slug };
  expect((await ask(api.url, "POST", `/api/v1/invitations/${token}`, { body: named })).status).toBe(422);
  const asked = await ask(api.url, "POST", `/api/v1/invitations/${token}?workspace=${b.workspace.slug}`, { body: {} });
  expect(asked.status).toBe(422);
  const { status, body } = await accept(token);
  expect(status).toBe(201);
  expect(body).toMatchObject({ workspace: { slug: a.workspace.slug } });
  const joined = await admin`
    select w.slug from memberships m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
    where u.email = ${email}`;
  expect(joined.map(({ slug }) => slug)).toEqual([a.workspace.slug]);
  expect(await rowHash(admin, b)).toBe(before);
});

test("T10 a token of one purpose is none of another: invitation, reset, sign-up, API key", async () => {
  const person = await newPerson();
  const { link } = await printReset(commandLine(), { email: person.email, origin: "http://here" });
  const reset = link.split("#")[1] ?? "";
  const { token } = await invited();
  const password = "a long enough pass phrase";
  for (const wrong of [token, a.allKey, person.id]) {
    const { status } = await ask(api.url, "POST", "/api/v1/password/reset", { body: { token: wrong, password } });
    expect(status).toBe(404);
  }
  for (const wrong of [reset, a.allKey]) {
    expect((await accept(wrong)).status).toBe(404);
    expect((await ask(api.url, "GET", `/api/v1/invitations/${wrong}`)).status).toBe(404);
  }
  for (const wrong of [reset, token]) {
    const { status } = await ask(api.url, "POST", "/api/v1/sign-up/confirm", { body: { token: wrong, password } });
    expect(status).toBe(404);
    expect((await ask(api.url, "GET", at(a), { key: wrong })).status).toBe(401);
    expect((await ask(api.url, "GET", at(a), { headers: { cookie: `throughline.session=${wrong}` } })).status).toBe(
      401,
    );
  }
  // None of them was used up.
  expect((await ask(api.url, "POST", "/api/v1/password/reset", { body: { token: reset, password } })).status).toBe(204);
  expect((await accept(token)).status).toBe(201);
});

test("T10 A's API key opens nothing at B's address, and goes on at A's", async () => {
  const { allKey: key } = a;
  for (const path of ["", "/feedback", "/members", "/api-keys", "/imports", "/events"]) {
    const { status, text } = await ask(api.url, "GET", at(b, path), { key });
    expect(status).toBe(404);
    expect(text).not.toContain(b.mark);
  }
  const written = await ask(api.url, "POST", at(b, "/feedback"), { key, body: { title: "From elsewhere" } });
  expect(written.status).toBe(404);
  const { apiKeyId } = a.furniture;
  for (const [method, body] of [
    ["PATCH", { name: "mine now" }],
    ["DELETE", undefined],
  ] as const) {
    const sent = { key: b.allKey, ...(body && { body }) };
    expect((await ask(api.url, method, at(b, `/api-keys/${apiKeyId}`), sent)).status).toBe(404);
  }
  expect((await ask(api.url, "GET", at(a, "/feedback"), { key })).status).toBe(200);
});

test("T10 A's import is nothing at B's address, whatever is asked of it, and stays as it is", async () => {
  const { importId, waitingImportId } = a.furniture;
  const before = await rowHash(admin, a);
  for (const id of [importId, waitingImportId]) {
    const asked = [
      ["GET", ""],
      ["GET", "/preview"],
      ["GET", "/rows?result=rejected"],
      ["PUT", "/mapping"],
      ["POST", "/cancel"],
      ["POST", "/undo"],
    ] as const;
    for (const [method, path] of asked) {
      const body = method === "GET" ? {} : { body: {} };
      const { status, text } = await ask(api.url, method, at(b, `/imports/${id}${path}`), { key: b.allKey, ...body });
      // A mapping that does not fit is told so before anything is looked for.
      expect(path === "/mapping" ? [404, 422] : [404], `${method} ${path}`).toContain(status);
      expect(text).not.toContain(a.mark);
    }
    expect((await ask(api.url, "GET", at(a, `/imports/${id}`), { key: a.allKey })).status).toBe(200);
  }
  expect(await rowHash(admin, a)).toBe(before);
});

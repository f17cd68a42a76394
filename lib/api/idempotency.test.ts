import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { adminUrl } from "#db/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { endpoints } from "./endpoints.ts";
import { isPersonal } from "./reference/curl.ts";
import { call, exampleOf, type Furnished, furnished, makeReady } from "./testing/call.ts";
import { type Answered, ask, startApi } from "./testing.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let admin: postgres.Sql;
beforeAll(async () => {
  api = await startApi();
  admin = postgres(adminUrl(), { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await api?.close();
  await admin?.end();
});

type Side = TestWorkspace & { allKey: string };
const side = async (): Promise<Side> => {
  const made = await newTestWorkspace();
  return { ...made, allKey: await made.key() };
};
const post = (whose: Side, path: string, idempotencyKey: string, body: unknown): Promise<Answered> =>
  ask(api.url, "POST", `/api/v1/workspaces/${whose.workspace.slug}${path}`, {
    key: whose.allKey,
    body,
    headers: { "idempotency-key": idempotencyKey },
  });
const isReplay = ({ headers }: Answered) => headers.get("idempotent-replayed") === "true";
const count = async ({ workspace }: TestWorkspace, table: string) => {
  const [row] = await admin`select count(*)::int as n from ${admin(table)} where workspace_id = ${workspace.id}`;
  return row?.n;
};

it("M4 of 50 at once with one key one is carried out; the others get 409 or its answer", async () => {
  const own = await side();
  const send = async (): Promise<Answered> => {
    const answer = await post(own, "/ideas", "fifty", { title: "Once" });
    // A crowd may be told to come again, and does.
    return answer.status === 503 ? send() : answer;
  };
  const answers = await Promise.all(Array.from({ length: 50 }, send));
  const first = answers.filter((answer) => answer.status === 201 && !isReplay(answer));
  expect(first).toHaveLength(1);
  for (const answer of answers) {
    if (answer.status === 201) expect(answer.text).toBe(first[0]?.text);
    else expect([answer.status, answer.headers.get("content-type")]).toEqual([409, "application/problem+json"]);
  }
  expect(await count(own, "ideas")).toBe(1);
  const [events] = await admin`
    select count(*)::int as n from events where workspace_id = ${own.workspace.id} and action = 'idea.created'`;
  expect(events?.n).toBe(1);
  const later = await send();
  expect([later.status, isReplay(later), later.text]).toEqual([201, true, first[0]?.text]);
  for (const name of ["etag", "event-id", "content-type"]) {
    expect(later.headers.get(name), name).toBe(first[0]?.headers.get(name));
  }
});

it("M4 a key that was used for something else is refused, and what it was used for stands", async () => {
  const own = await side();
  const first = await post(own, "/ideas", "k", { title: "First" });
  expect(first.status).toBe(201);
  for (const [path, body] of [
    ["/ideas", { title: "Second" }],
    ["/ideas", { title: "First", problem: "" }],
    ["/objectives", { title: "First" }],
    [`/ideas/${(first.body as { id: string }).id}/set-aside`, { reason: "not_now" }],
  ] as const) {
    const answer = await post(own, path, "k", body);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining("idempotency_key_reused")]);
  }
  expect([await count(own, "ideas"), await count(own, "objectives")]).toEqual([1, 0]);
});

it("M4 a key has 1 to 255 printable characters", async () => {
  const own = await side();
  for (const key of ["x".repeat(256), "\u00e9", "a\tb"]) {
    expect((await post(own, "/ideas", key, { title: "No" })).status, key).toBe(400);
  }
  for (const key of ["x".repeat(255), "x", "a b", '"quoted"']) {
    expect((await post(own, "/ideas", key, { title: key.slice(0, 9) })).status, key).toBe(201);
  }
  expect(await count(own, "ideas")).toBe(4);
});

it("M4 the same key in another workspace is another key", async () => {
  const [a, b] = [await side(), await side()];
  const [first, second] = [
    await post(a, "/ideas", "k", { title: "Same" }),
    await post(b, "/ideas", "k", { title: "Same" }),
  ];
  expect([first.status, second.status, isReplay(second)]).toEqual([201, 201, false]);
  expect((second.body as { id: string }).id).not.toBe((first.body as { id: string }).id);
  const stranger = await ask(api.url, "POST", `/api/v1/workspaces/${a.workspace.slug}/ideas`, {
    key: b.allKey,
    body: { title: "Same" },
    headers: { "idempotency-key": "k" },
  });
  expect(stranger.status).toBe(404);
});

it("M4 what was refused may be put right and sent again with the same key", async () => {
  const own = await side();
  const nobody = crypto.randomUUID();
  // Refused before anything ran, while it ran, and by what is there.
  expect((await post(own, "/ideas", "k", { title: "" })).status).toBe(422);
  expect((await post(own, "/ideas", "k", { title: "T", ownerId: nobody })).status).toBe(404);
  expect((await post(own, `/ideas/${nobody}/reopen`, "k", {})).status).toBe(404);
  expect(
    (
      await ask(api.url, "POST", `/api/v1/workspaces/${own.workspace.slug}/ideas`, {
        key: await own.key(["read"]),
        body: { title: "T" },
        headers: { "idempotency-key": "k" },
      })
    ).status,
  ).toBe(403);
  const right = await post(own, "/ideas", "k", { title: "T" });
  expect([right.status, isReplay(right)]).toEqual([201, false]);
  expect(isReplay(await post(own, "/ideas", "k", { title: "T" }))).toBe(true);
  expect(await count(own, "ideas")).toBe(1);
});

it("M4 a key is free again after 24 hours", async () => {
  const own = await side();
  const first = await post(own, "/ideas", "k", { title: "Yesterday" });
  const [kept] = await admin`
    select extract(epoch from expires_at - now()) / 3600 as hours from idempotency_keys where workspace_id = ${own.workspace.id}`;
  expect(Number(kept?.hours)).toBeGreaterThan(23.9);
  await admin`update idempotency_keys set expires_at = now() - interval '1 second' where workspace_id = ${own.workspace.id}`;
  const next = await post(own, "/ideas", "k", { title: "Today" });
  expect([next.status, isReplay(next)]).toEqual([201, false]);
  expect((next.body as { id: string }).id).not.toBe((first.body as { id: string }).id);
});

it("M4 a secret is not told again", async () => {
  const own = await side();
  const send = () => post(own, "/api-keys", "k", { name: "Import", scopes: ["read"] });
  const [first, second] = [await send(), await send()];
  const { key } = first.body as { key: string };
  expect(key).toMatch(/^tl_/);
  expect([second.status, isReplay(second)]).toEqual([201, true]);
  expect(second.text).not.toContain(key);
  expect(second.body).toEqual({ ...(first.body as object), key: undefined });
  const [kept] =
    await admin`select string_agg(to_jsonb(k)::text, '') as text from idempotency_keys k where workspace_id = ${own.workspace.id}`;
  expect(kept?.text).not.toContain(key);
});

it("M4 every POST in a workspace can be repeated, and is carried out once", async () => {
  const own: Furnished = await furnished(api.url, "Repeated");
  const empty = await side();
  const cookie = await own.cookie("owner");
  const posts = endpoints.filter(({ takesKey }) => takesKey);
  expect(posts.length).toBeGreaterThanOrEqual(25);
  for (const endpoint of posts) {
    await makeReady(api.url, endpoint, own);
    const input = exampleOf(endpoint, own.furniture);
    const headers = { "idempotency-key": `once-${endpoint.name}`, "sec-fetch-site": "same-origin" };
    // The sample goes into an empty workspace only.
    const { workspace, allKey } = endpoint.name === "sample.load" ? empty : own;
    // What is about oneself is for no key.
    const who = isPersonal(endpoint) ? { cookie } : { key: allKey };
    const send = () => call(api.url, endpoint, workspace.slug, input, who, headers);
    const first = await send();
    expect(first.status, `${endpoint.name} ${first.text}`).toBeLessThan(300);
    const [before] = await admin`select count(*)::int as n from events where workspace_id = ${workspace.id}`;
    const second = await send();
    expect([endpoint.name, second.status, isReplay(second)]).toEqual([endpoint.name, first.status, true]);
    const [after] = await admin`select count(*)::int as n from events where workspace_id = ${workspace.id}`;
    expect(after?.n, endpoint.name).toBe(before?.n);
  }
}, 60_000);

import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { adminUrl } from "#db/testing.ts";
import { endpoints } from "./endpoints.ts";
import { isPersonal } from "./reference/curl.ts";
import { addressed, call, exampleOf, type Furnished, furnished, makeReady, rowHash } from "./testing/call.ts";
import { ask, startApi } from "./testing.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let admin: postgres.Sql;
let own: Furnished;
let cookie: string;
beforeAll(async () => {
  api = await startApi();
  admin = postgres(adminUrl(), { max: 1, onnotice: () => {} });
  own = await furnished(api.url, "Origin");
  cookie = await own.cookie("owner");
}, 60_000);
afterAll(async () => {
  await api?.close();
  await admin?.end();
});

/** What a page elsewhere, or a form, can make a browser send. */
const foreign = (): Record<string, string>[] => [
  { origin: "https://evil.example" },
  { origin: "null" },
  {},
  { origin: "" },
  { origin: `${api.url}.evil.example` },
  { origin: `http://evil.example#${api.url}` },
  { origin: `http://user@${new URL(api.url).hostname}` },
  { origin: api.url.replace("http:", "https:").replace(/:\d+$/, "") },
  { origin: api.url.replace("127.0.0.1", "localhost") },
  { origin: `${api.url.slice(0, -1)}${(Number(api.url.slice(-1)) + 1) % 10}` },
  { origin: api.url, "sec-fetch-site": "cross-site" },
  { origin: api.url, "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "same-origin" },
  { referer: `${api.url}/`, "sec-fetch-site": "none" },
];
const formTypes = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain;application/json",
];

const changing = endpoints.filter(({ method }) => method !== "GET");

it("Z9 no other site can change anything with somebody's cookie, by any operation", async () => {
  const before = await rowHash(admin, own);
  const [sessions] =
    await admin`select count(*)::int as n from sessions where user_id = ${own.actors.owner.id} and revoked_at is null`;
  expect(changing.length).toBeGreaterThan(50);
  for (const endpoint of changing) {
    const { path, rest } = addressed(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture));
    const send = (headers: Record<string, string>) =>
      ask(api.url, endpoint.method, path, { body: rest, headers: { cookie, ...headers } });
    for (const headers of foreign()) {
      const { status } = await send(headers);
      expect([endpoint.name, headers, status]).toEqual([endpoint.name, headers, 403]);
    }
    for (const type of formTypes) {
      const { status } = await send({ origin: api.url, "content-type": type });
      expect([endpoint.name, type, status]).toEqual([endpoint.name, type, 403]);
    }
  }
  expect(await rowHash(admin, own)).toBe(before);
  const [after] =
    await admin`select count(*)::int as n from sessions where user_id = ${own.actors.owner.id} and revoked_at is null`;
  expect(after).toEqual(sessions);
}, 60_000);

it("Z9 our own pages can, and API keys need no origin", async () => {
  const workspace = changing.filter(({ inWorkspace, name }) => inWorkspace && name !== "workspace.delete");
  // What is about oneself is for no key, and a comment that a key wrote is for nobody else to change.
  const personal = workspace.filter(isPersonal).map(({ name }) => name);
  const ofOneself = ["follow.set", "notification.read", "notification.unread", "notification.updateSettings"];
  expect(personal.sort()).toEqual(ofOneself);
  for (const endpoint of workspace) {
    const input = exampleOf(endpoint, own.furniture);
    for (const headers of [{ origin: "https://evil.example", "sec-fetch-site": "cross-site" }, {}] as Record<
      string,
      string
    >[]) {
      if (isPersonal(endpoint)) continue;
      await makeReady(api.url, endpoint, own);
      const { status } = await call(api.url, endpoint, own.workspace.slug, input, { key: own.allKey }, headers);
      expect([endpoint.name, [401, 403].includes(status)]).toEqual([endpoint.name, false]);
    }
    if (endpoint.name === "comment.update") continue;
    await makeReady(api.url, endpoint, own);
    const answer = await call(
      api.url,
      endpoint,
      own.workspace.slug,
      input,
      { cookie },
      { "sec-fetch-site": "same-origin" },
    );
    expect([endpoint.name, [401, 403].includes(answer.status)]).toEqual([endpoint.name, false]);
  }
}, 60_000);

it("Z9 with APP_URL no other host counts as our own, whatever the request calls itself", async () => {
  const app = await startApi({ appUrl: "https://throughline.example" });
  try {
    const send = (headers: Record<string, string>) =>
      ask(app.url, "PATCH", `/api/v1/workspaces/${own.workspace.slug}`, {
        body: { name: "Meridian" },
        headers: { cookie, ...headers },
      });
    const host = new URL(app.url).host;
    for (const origin of [
      app.url,
      `https://${host}`,
      "http://throughline.example",
      "https://throughline.example.evil.example",
    ]) {
      expect([origin, (await send({ origin, "x-forwarded-host": "throughline.example" })).status]).toEqual([
        origin,
        403,
      ]);
    }
    // A session of a http page is none of a https one's, so this stranger is refused as unknown, not as foreign.
    expect((await send({ origin: "https://throughline.example" })).status).not.toBe(403);
  } finally {
    await app.close();
  }
});

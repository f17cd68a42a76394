import { afterAll, beforeAll, expect, test } from "vitest";
import type { Instance } from "../instance.ts";
import { ask, claim, type House, signIn, tokenIn, twoServers, untilRefused, who } from "./browser.ts";

/** Members of a workspace, on two servers that share a database. */

let house: House;
let one: Instance;
let two: Instance;
let asOwner: { cookie: string; origin: string };
const owner = { email: "dana@initech.example", password: "correct horse battery" };
const base = "/api/v1/workspaces/initech";

beforeAll(async () => {
  house = await twoServers();
  ({ one, two } = house);
  expect((await claim(one.url, tokenIn(one), owner)).status).toBe(201);
  asOwner = { cookie: (await signIn(one.url, owner)).cookie, origin: one.url };
}, 120_000);
afterAll(() => house?.end());

const byOwner = (method: string, path: string, body?: object) =>
  ask(one.url, base + path, { method, headers: asOwner, body });

/** Somebody whom the owner invited on one server and who accepted on the other. */
async function joined(name: string) {
  const login = { email: `${name}@initech.example`, password: "yet another four words" };
  const invited = await byOwner("POST", "/invitations", { email: login.email, role: "editor" });
  expect(invited.status).toBe(201);
  const body = { name, password: login.password };
  const accepted = await ask(two.url, `/api/v1/invitations/${invited.answer.token}`, { method: "POST", body });
  expect(accepted.status).toBe(201);
  const { cookie } = await signIn(two.url, login);
  return { id: (accepted.answer.account as { id: string }).id, cookie };
}

test("A4 another role, and being removed, count on the other server within a second", async () => {
  for (let round = 0; round < 5; round++) {
    const { id, cookie } = await joined(`member-${round}`);
    const headers = { cookie, origin: two.url };
    const write = async () =>
      (await ask(two.url, `${base}/ideas`, { method: "POST", headers, body: { title: "An idea" } })).status;
    const read = async () => (await ask(two.url, `${base}/ideas`, { headers })).status;
    expect(await write()).toBe(201);
    expect((await byOwner("PATCH", `/members/${id}`, { role: "viewer" })).status).toBe(200);
    expect(await untilRefused(write, 403)).toBeLessThan(1_000);
    expect(await read()).toBe(200);
    expect((await byOwner("DELETE", `/members/${id}`)).status).toBe(204);
    expect(await untilRefused(read, 404)).toBeLessThan(1_000);
    // The account is still somebody's; only this workspace is not theirs any more.
    expect(await who(two.url, cookie)).toBe(200);
    const page = await ask(two.url, "/w/initech/inbox", { headers: { cookie } });
    expect(page.text).not.toContain("An idea");
    expect(page.status).toBe(404);
  }
}, 60_000);

test("A6 a link is good for one of two servers", async () => {
  const invited = await byOwner("POST", "/invitations", { email: "ines@initech.example", role: "viewer" });
  const path = `/api/v1/invitations/${invited.answer.token}`;
  const body = { name: "Ines", password: "yet another four words" };
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => ask(n % 2 === 0 ? one.url : two.url, path, { method: "POST", body })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(9).fill(404)]);
  const [people] = await house.admin`
    select count(*)::int as n from memberships m join users u on u.id = m.user_id where u.email = 'ines@initech.example'`;
  expect(people?.n).toBe(1);
});

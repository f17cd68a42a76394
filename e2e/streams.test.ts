import { afterAll, beforeAll, expect, it } from "vitest";
import { listen } from "#lib/api/testing/listen.ts";
import { ask, claim, type House, signIn, tokenIn, twoServers } from "./identity/browser.ts";
import { cli, type Instance } from "./instance.ts";

/** Streams of events on two servers that share a database. */

let house: House;
let one: Instance;
let two: Instance;
let key: string;
const owner = { email: "dana@initech.example", password: "correct horse battery" };
const base = "/api/v1/workspaces/initech";
const stream = `${base}/events/stream`;
/** Access is looked at twice a second; the rest is for a machine that is busy with other things. */
const soon = 5_000;

beforeAll(async () => {
  house = await twoServers();
  ({ one, two } = house);
  expect((await claim(one.url, tokenIn(one), owner)).status).toBe(201);
  key = await keyOf("read,ideas:write,admin");
}, 120_000);
afterAll(() => house?.end());

let keys = 0;
async function keyOf(scopes: string): Promise<string> {
  const asked = ["api-key:create", "--workspace", "initech", "--name", `key ${keys++}`, "--scopes", scopes];
  return String((await cli({ databaseUrl: house.databaseUrl }, asked)).key);
}
async function member(name: string, role: string) {
  const login = { email: `${name}@initech.example`, password: "yet another four words" };
  const asked = ["--workspace", "initech", "--email", login.email, "--password", login.password, "--role", role];
  await cli({ databaseUrl: house.databaseUrl }, ["user:create", ...asked]);
  return { ...login, cookie: (await signIn(one.url, login)).cookie };
}
const byKey = (of = key) => ({ authorization: `Bearer ${of}` });
const makeIdea = (title: string) =>
  ask(one.url, `${base}/ideas`, { method: "POST", headers: byKey(), body: { title } });
const listening = async (headers: Record<string, string>, on = two) => {
  const heard = await listen(on.url + stream, headers);
  await heard.until("ready");
  return heard;
};
type Listening = Awaited<ReturnType<typeof listening>>;

/** Milliseconds until the stream ended because its listener may not hear on. */
async function untilClosed({ until, ended }: Listening): Promise<number> {
  const began = performance.now();
  expect((await until("bye")).data).toEqual({ reason: "access" });
  await ended;
  return performance.now() - began;
}

it("tells on one server what was done on the other, within a second as a rule", async () => {
  const heard = await listening(byKey());
  const waits: number[] = [];
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    const { answer } = await makeIdea(`Idea ${round}`);
    const told = await heard.until("message", ({ data }) => (data.subject as { id: string }).id === answer.id);
    waits.push(performance.now() - began);
    expect(told.data).toMatchObject({ action: "idea.created", subject: { type: "idea" } });
  }
  heard.close();
  expect(waits.toSorted((a, b) => a - b)[2]).toBeLessThan(2_000);
});

it("A4 ends a stream on another server when its session, membership, role, password or key does", async () => {
  const vera = await member("vera", "viewer");
  const out = await listening({ cookie: vera.cookie });
  await ask(one.url, "/api/v1/session", { method: "DELETE", headers: { cookie: vera.cookie, origin: one.url } });
  expect(await untilClosed(out)).toBeLessThan(soon);

  const ed = await member("ed", "editor");
  const { cookie } = await signIn(one.url, owner);
  const asOwner = { cookie, origin: one.url };
  const { answer: members } = await ask(one.url, `${base}/members`, { headers: asOwner });
  const { id: edId } = (members.data as { id: string; email: string }[]).find(({ email }) => email === ed.email) ?? {};
  const ofMember = async (method: string, body?: object) => {
    const { status } = await ask(one.url, `${base}/members/${edId}`, { method, headers: asOwner, body });
    expect(status).toBe(body ? 200 : 204);
  };
  const promoted = await listening({ cookie: ed.cookie });
  await ofMember("PATCH", { role: "viewer" });
  expect(await untilClosed(promoted)).toBeLessThan(soon);
  const again = await listening({ cookie: ed.cookie });
  const elsewhere = await signIn(one.url, ed);
  const changing = { method: "POST", headers: { cookie: elsewhere.cookie, origin: one.url } };
  const next = "a fourth long pass phrase";
  const changed = await ask(one.url, "/api/v1/password/change", { ...changing, body: { current: ed.password, next } });
  expect(changed.status).toBe(204);
  expect(await untilClosed(again)).toBeLessThan(soon);
  const removed = await listening({ cookie: elsewhere.cookie });
  await ofMember("DELETE");
  expect(await untilClosed(removed)).toBeLessThan(soon);
  await expect(listening({ cookie: elsewhere.cookie })).rejects.toThrow("404");

  const spare = await keyOf("read");
  const withKey = await listening(byKey(spare));
  const { answer } = await ask(one.url, `${base}/api-keys`, { headers: byKey() });
  const all = answer.data as { id: string; name: string }[];
  const id = all.find(({ name }) => name === `key ${keys - 1}`)?.id;
  expect((await ask(one.url, `${base}/api-keys/${id}`, { method: "DELETE", headers: byKey() })).status).toBe(204);
  expect(await untilClosed(withKey)).toBeLessThan(soon);
  await expect(listening(byKey(spare))).rejects.toThrow("401");
});

it("holds no connection to the database, and is no slow request", async () => {
  const all = await Promise.all(Array.from({ length: 40 }, () => listening(byKey())));
  const { answer } = await makeIdea("For all of them");
  const isIt = ({ data }: { data: Record<string, unknown> }) => (data.subject as { id: string }).id === answer.id;
  await Promise.all(all.map((heard) => heard.until("message", isIt)));
  const figures = async () => (await ask(two.url, "/metrics")).text;
  expect(await figures()).toMatch(/^throughline_streams 40$/m);
  const counted = await figures();
  expect(counted).toMatch(/^throughline_request_seconds_bucket\{le="0.5",operation="event.stream"\} (\d+)$/m);
  const of = (name: string) => new RegExp(`^throughline_request_seconds_${name} (\\d+)$`, "m").exec(counted)?.[1];
  expect(of('bucket\\{le="2",operation="event.stream"\\}')).toBe(of('count\\{operation="event.stream"\\}'));
  const [held] = await house.admin`
    select count(*)::int as count from pg_stat_activity
    where application_name = 'throughline' and datname = current_database()`;
  expect(held?.count).toBeLessThanOrEqual(24);
  for (const heard of all) heard.close();
  await expect.poll(figures, { timeout: 5_000 }).toMatch(/^throughline_streams 0$/m);
});

it("ends at once when the server does, which waits for none, and goes on from its cursor on the other", async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => listening(byKey())));
  await makeIdea("Before the end");
  const told = await Promise.all(all.map((heard) => heard.until("message")));
  const stopped = await two.stop();
  expect(stopped.code).toBe(0);
  expect(stopped.ms).toBeLessThan(10_000);
  for (const heard of all) expect((await heard.until("bye")).data).toEqual({ reason: "restart" });
  const { answer } = await makeIdea("While it was away");
  const onOne = await listen(`${one.url}${stream}?after=${told[0]?.id}`, byKey());
  expect((await onOne.until("message")).data.subject).toEqual({ type: "idea", id: answer.id });
  onOne.close();
  await two.restart();
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, claim, type House, signIn, tokenIn, twoServers } from "./identity/browser.ts";

/** What the pages hold, as HTML and as the data that Next's router asks for, for each role and for who has none. */

let house: House;
let url: string;
const owner = { email: "dana@initech.example", password: "correct horse battery" };
const base = "/api/v1/workspaces/initech";
const password = "yet another four words";
const invitedAddress = "CANARY-invited@initech.example";
const roles = ["viewer", "contributor", "editor"] as const;
const cookies = new Map<string, string>();
const secrets: string[] = [];
const words = "CANARY-words";
const deletedWords = "CANARY-deleted";
let pages: string[];

beforeAll(async () => {
  house = await twoServers();
  url = house.one.url;
  expect((await claim(url, tokenIn(house.one), owner)).status).toBe(201);
  const headers = { cookie: (await signIn(url, owner)).cookie, origin: url };
  cookies.set("owner", headers.cookie);
  const make = async (path: string, body: object) => {
    const made = await ask(url, base + path, { method: "POST", headers, body });
    expect(made.status, path).toBe(201);
    return made.answer as { id: string; key?: string; token?: string };
  };
  for (const role of roles) {
    const login = { email: `${role}@initech.example`, password };
    const { token = "" } = await make("/invitations", { email: login.email, role });
    secrets.push(token);
    const body = { name: `The ${role}`, password };
    expect((await ask(url, `/api/v1/invitations/${token}`, { method: "POST", body })).status).toBe(201);
    cookies.set(role, (await signIn(url, login)).cookie);
  }
  const invited = await make("/invitations", { email: invitedAddress, role: "viewer" });
  const key = await make("/api-keys", { name: "desk", scopes: ["read"] });
  secrets.push(invited.token ?? "", key.key ?? "");
  const [idea, other] = [await make("/ideas", { title: words }), await make("/ideas", { title: deletedWords })];
  const company = await make("/companies", { name: words, arr: 48_000 });
  const objective = await make("/objectives", { title: words });
  const card = await make("/initiatives", { title: words, horizon: "now", ideaIds: [idea.id] });
  const feedback = await make("/feedback", { title: words, body: words });
  const said = await make("/comments", { subject: `idea:${idea.id}`, body: deletedWords });
  for (const path of [`/comments/${said.id}`, `/ideas/${other.id}`]) {
    expect((await ask(url, base + path, { method: "DELETE", headers })).status).toBe(204);
  }
  const w = "/w/initech";
  pages = [
    ...["inbox", "review", "ideas", "roadmap", "objectives", "companies", "metrics", "imports", "notifications"],
    ...["requests", "requests/new", "settings/members", "settings/keys", "settings/workspace", "settings/account"],
    ...["settings/notifications", `ideas/${idea.id}`, `ideas/${other.id}`],
    ...[`companies/${company.id}`, `objectives/${objective.id}`, `feedback/${feedback.id}`, `roadmap?card=${card.id}`],
  ].map((page) => `${w}/${page}`);
}, 120_000);
afterAll(() => house?.end());

const forms: [name: string, headers: Record<string, string>][] = [
  ["HTML", {}],
  ["RSC", { rsc: "1" }],
  ["a prefetch", { rsc: "1", "next-router-prefetch": "1" }],
];

async function held(page: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${url}${page}`, { headers, redirect: "manual" });
  return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
}

test("Z3 Z5 no page of any role holds a secret, an invited address that is not for it, or what was deleted", async () => {
  let seen = 0;
  for (const role of ["owner", ...roles]) {
    const cookie = cookies.get(role) ?? "";
    for (const page of pages) {
      for (const [form, headers] of forms) {
        const text = await held(page, { ...headers, cookie });
        const where = `${page} as ${form} for ${role}`;
        if (text.includes(words)) seen++;
        for (const secret of [...secrets, password, owner.password]) expect(text, where).not.toContain(secret);
        expect(text, where).not.toMatch(/\$argon2|passwordHash|secretHash|tokenHash/);
        expect(text, where).not.toContain(deletedWords);
        if (role !== "owner") expect(text.toLowerCase(), where).not.toContain(invitedAddress.toLowerCase());
      }
    }
  }
  // The test would see it: the words that everybody may read are there.
  expect(seen).toBeGreaterThan(30);
}, 240_000);

test("Z3 who has not signed in is shown nothing of it in any form", async () => {
  for (const page of pages) {
    for (const [form, headers] of forms) {
      const text = await held(page, headers);
      expect(text, `${page} as ${form}`).not.toMatch(/CANARY|initech\.example/i);
    }
  }
}, 120_000);

import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redirectPayloads } from "#lib/identity/testing.ts";
import type { Instance } from "../instance.ts";
import { ask, claim, type House, pairIn, signIn, tokenIn, twoServers } from "./browser.ts";

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

describe("the way back after signing in", () => {
  const evil = /evil|javascript|2130706433|\[::1\]|data:|vbscript|blob:|file:|ftp:/i;
  const isHere = (location: string | null) => /^\/(?![/\\])/.test(location ?? "") && !evil.test(location ?? "");

  test(`A14 never leads away: ${redirectPayloads.length} addresses in each place`, async () => {
    const { cookie } = await signIn(one.url, owner);
    const wrong: string[] = [];
    for (const payload of redirectPayloads) {
      for (const name of ["returnTo", "callbackUrl", "next"]) {
        const { status, headers } = await ask(one.url, `/sign-in?${name}=${encodeURIComponent(payload)}`, {
          headers: { cookie },
        });
        if (status !== 307 || !isHere(headers.get("location")))
          wrong.push(`${name} ${status} ${headers.get("location")}`);
      }
      const signed = await signIn(two.url, owner, { callbackUrl: payload });
      if (signed.status !== 200 || !isHere(String(signed.answer.url)))
        wrong.push(`body ${signed.status} ${signed.text}`);
      const { status } = await ask(two.url, `/api/auth/csrf?callbackUrl=${encodeURIComponent(payload)}`, {
        headers: {
          cookie: `throughline.callback-url=${encodeURIComponent(payload)}; next-auth.callback-url=${encodeURIComponent(payload)}`,
        },
      });
      if (status !== 200) wrong.push(`form ${status} ${payload}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test("A14 leads to where one wanted to go", async () => {
    const { cookie } = await signIn(one.url, owner);
    const wanted = `/w/${slug}/ideas?sort=arr`;
    const { headers } = await ask(one.url, `/sign-in?returnTo=${encodeURIComponent(wanted)}`, { headers: { cookie } });
    expect(headers.get("location")).toBe(wanted);
    expect((await signIn(one.url, owner, { callbackUrl: wanted })).answer).toEqual({ url: wanted });
  });
});

describe("signing in", () => {
  test("needs no more than 150 kB of scripts", async () => {
    const { text } = await ask(one.url, "/sign-in");
    const tags = [...text.matchAll(/<script[^>]* src="([^"]+)"[^>]*>/g)].filter(([tag]) => !/ noModule/.test(tag));
    const paths = [...new Set(tags.map(([, path]) => path ?? ""))];
    expect(paths.length).toBeGreaterThan(3);
    const sizes = await Promise.all(
      paths.map(async (path) => gzipSync(await (await fetch(one.url + path)).arrayBuffer()).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(150_000);
  });

  test("Z9 takes no request from elsewhere, and none that a form could send", async () => {
    const form = await ask(one.url, "/api/auth/csrf");
    const cookie = pairIn(form.headers);
    const body = JSON.stringify({ csrfToken: form.answer.csrfToken, ...owner });
    const json = "application/json";
    const tries: Record<string, string>[] = [
      { origin: "https://evil.example", "content-type": json },
      { origin: "null", "content-type": json },
      { "content-type": json },
      { origin: one.url, "content-type": "text/plain" },
      { origin: one.url, "content-type": "application/x-www-form-urlencoded" },
      { origin: one.url, "content-type": json, "sec-fetch-site": "cross-site" },
    ];
    for (const headers of tries) {
      const url = `${one.url}/api/auth/callback/credentials`;
      const response = await fetch(url, { method: "POST", headers: { ...headers, cookie }, body });
      expect([response.status, JSON.stringify(headers)]).toEqual([403, JSON.stringify(headers)]);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  test("is limited, and says how long to wait", async () => {
    const stranger = { email: "nobody@initech.example", password: "guess" };
    const answers = [];
    for (let attempt = 0; attempt < 11; attempt++) answers.push(await signIn(two.url, stranger));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answers.at(-1)?.headers.get("content-type")).toBe("application/problem+json");
  });
});

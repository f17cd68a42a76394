import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Instance, startInstance } from "../instance.ts";
import { ask, claim, type House, signIn, tokenIn, twoServers, untilRefused, who } from "./browser.ts";

let house: House;
let one: Instance;
let two: Instance;
const owner = { email: "dana@initech.example", password: "correct horse battery" };

beforeAll(async () => {
  house = await twoServers();
  ({ one, two } = house);
  expect((await claim(one.url, tokenIn(one), owner)).status).toBe(201);
}, 120_000);
afterAll(() => house?.end());

describe("a session", () => {
  test("A3 replaces one that was planted before, which then opens nothing anywhere", async () => {
    const planted = await signIn(one.url, owner);
    const { status, cookie } = await signIn(one.url, owner, { cookie: planted.cookie });
    expect(status).toBe(200);
    expect(cookie).not.toBe(planted.cookie);
    expect(await who(one.url, cookie)).toBe(200);
    expect(await who(one.url, planted.cookie)).toBe(401);
    expect(await untilRefused(() => who(two.url, planted.cookie))).toBeLessThan(1_000);
  });

  test("A4 that signs out on one server is over on the other within a second", async () => {
    for (let round = 0; round < 10; round++) {
      const { cookie } = await signIn(one.url, owner);
      expect(await who(two.url, cookie)).toBe(200);
      const out = await ask(one.url, "/api/v1/session", { method: "DELETE", headers: { cookie, origin: one.url } });
      expect(out.status).toBe(204);
      expect(out.headers.getSetCookie()[0]).toMatch(/^throughline\.session=; Path=\/; Max-Age=0/);
      expect(await who(one.url, cookie)).toBe(401);
      expect(await untilRefused(() => who(two.url, cookie))).toBeLessThan(1_000);
      const page = await ask(one.url, "/account/password", { headers: { cookie } });
      expect(page.headers.get("location")).toBe("/sign-in?returnTo=%2Faccount%2Fpassword");
    }
  }, 60_000);

  test("A4 elsewhere is over within a second when the password changes", async () => {
    const here = await signIn(one.url, owner);
    const others = await Promise.all(Array.from({ length: 5 }, () => signIn(two.url, owner)));
    for (const { cookie } of others) expect(await who(two.url, cookie)).toBe(200);
    const next = "another long pass phrase";
    const changed = await ask(one.url, "/api/v1/password/change", {
      method: "POST",
      headers: { cookie: here.cookie, origin: one.url },
      body: { current: owner.password, next },
    });
    expect(changed.status).toBe(204);
    const waits = await Promise.all(others.map(({ cookie }) => untilRefused(() => who(two.url, cookie))));
    expect(Math.max(...waits)).toBeLessThan(1_000);
    expect(await who(two.url, here.cookie)).toBe(200);
    expect((await signIn(two.url, owner)).status).toBe(401);
    owner.password = next;
    expect((await signIn(two.url, owner)).status).toBe(200);
  });

  test("A5 has a cookie that is bound to the host over https, and no secret in the database", async () => {
    const secure = await startInstance({
      databaseUrl: house.databaseUrl,
      env: { WORKERS: "0", APP_URL: "https://throughline.example" },
    });
    try {
      const { status, lines, cookie } = await signIn(secure.url, owner, { origin: "https://throughline.example" });
      expect(status).toBe(200);
      expect(lines).toHaveLength(2);
      for (const line of lines) {
        expect(line).toMatch(/^__Host-throughline\.(session|form)=/);
        for (const flag of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]) expect(line.split("; ")).toContain(flag);
        expect(line).not.toMatch(/Domain/i);
      }
      expect(await who(secure.url, cookie)).toBe(200);
      // A cookie without the prefix is one that a neighbour could have planted.
      expect(await who(secure.url, cookie.replace("__Host-", ""))).toBe(401);
      const sessions = JSON.stringify(await house.admin`select to_jsonb(s) as row from sessions s`);
      expect(sessions).not.toContain(cookie.split("=")[1]?.slice(40, 80));
    } finally {
      await secure.stop();
    }
  });
});

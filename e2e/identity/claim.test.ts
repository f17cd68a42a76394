import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Instance } from "../instance.ts";
import { ask, claim, type House, tokenIn, twoServers } from "./browser.ts";

let house: House;
let one: Instance;
let two: Instance;
beforeAll(async () => {
  house = await twoServers();
  ({ one, two } = house);
}, 120_000);
afterAll(() => house?.end());

describe("a new instance", () => {
  const dana = (n: number) => ({ email: `dana${n}@initech.example`, password: "correct horse battery" });

  test("A15 is claimed by one of fifty requests on two servers, and never again", async () => {
    const token = tokenIn(one);
    expect(token).not.toBe("");
    expect(tokenIn(two)).toBe(token);
    expect((await ask(one.url, "/")).text).toContain("This Throughline is new");
    expect((await claim(one.url, `${token}x`, dana(0))).status).toBe(404);

    const urls = [one.url, two.url];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => claim(urls[n % 2] ?? "", token, dana(n))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(49).fill(404)]);
    const [counted] = await house.admin`select (select count(*) from users)::int as users,
      (select count(*) from memberships where role = 'owner')::int as owners`;
    expect(counted).toEqual({ users: 1, owners: 1 });
    for (const { url } of [one, two]) expect((await claim(url, token, dana(99))).status).toBe(404);
    expect((await ask(one.url, "/claim")).text).toContain("has an owner");
    expect((await ask(one.url, "/")).headers.get("location")).toBe("/sign-in");
  });

  test("A15 stays claimed when the database was away", async () => {
    const name = new URL(house.databaseUrl).pathname.slice(1);
    const cluster = postgres(Object.assign(new URL(house.adminUrl), { pathname: "/postgres" }).toString(), {
      max: 1,
    });
    await cluster`alter database ${cluster(name)} allow_connections false`;
    await cluster`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    const during = await Promise.all([
      claim(one.url, tokenIn(one), dana(101)),
      claim(two.url, tokenIn(one), dana(102)),
    ]);
    expect(during.map(({ status }) => status)).toEqual([503, 503]);
    await cluster`alter database ${cluster(name)} allow_connections true`;
    await cluster.end();
    await expect
      .poll(async () => (await claim(one.url, tokenIn(one), dana(103))).status, { timeout: 10_000 })
      .toBe(404);
    await expect
      .poll(async () => (await claim(two.url, tokenIn(one), dana(104))).status, { timeout: 10_000 })
      .toBe(404);
    const [counted] = await house.admin`select count(*)::int as users from users`;
    expect(counted).toEqual({ users: 1 });
  });
});

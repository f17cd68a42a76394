import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OneHouse, oneHouse } from "./house.ts";
import { type Instance, startInstance } from "./instance.ts";
import { asker, openLoop, statuses, type Told } from "./open-loop.ts";

/** One key's budget of a minute, spent at two servers. */

const most = 2_000;
const env = { LOG_LEVEL: "warn", WORKERS: "0", RATE_LIMIT: String(most) };
let house: OneHouse;
let other: Instance;

beforeAll(async () => {
  house = await oneHouse({ env });
  other = await startInstance({ databaseUrl: house.databaseUrl, env });
}, 120_000);
afterAll(async () => {
  await other?.stop();
  await house?.end();
});

it("L1 a key at three times its limit on two servers gets its limit, is told how long to wait, and is served after that", async () => {
  // Few connections, so that a slow machine does not take them for a crowd.
  const { ask, close } = asker(24);
  const headers = { authorization: `Bearer ${house.key}` };
  const list = (n: number) => {
    // Not evenly: a load balancer is not fair.
    const { url } = n % 3 === 0 ? other : house.instance;
    return ask({ url, path: "/api/v1/workspaces/initech/ideas?limit=1", headers });
  };
  // Three times the limit, and all of it well within the minute that begins with the first.
  const told = await openLoop((most * 3) / 30, 30, list);
  const accepted = told.filter(({ status }) => status === 200);
  const refused = told.filter(({ status }) => status === 429);
  console.log("L1", JSON.stringify(statuses(told)));
  expect(accepted.length + refused.length).toBe(told.length);
  expect(Math.abs(accepted.length - most)).toBeLessThanOrEqual(most * 0.02);
  const fields = ({ headers: given }: Told) => String(given.ratelimit).match(/^"requests";r=(\d+);t=(\d+)$/);
  for (const answer of told) {
    expect(answer.headers["ratelimit-policy"]).toBe(`"requests";q=${most};w=60`);
    expect(fields(answer)).not.toBeNull();
  }
  for (const answer of refused) {
    expect(answer.retryAfter).toMatch(/^[1-9]\d?$/);
    expect(fields(answer)?.[1]).toBe("0");
  }
  // Whoever waits as long as the last answer of its server says is served there.
  const waiting = await Promise.all([0, 1].map((n) => list(n)));
  expect(statuses(waiting)).toEqual({ 429: 2 });
  const served = await Promise.all(
    waiting.map(async ({ retryAfter }, n) => {
      await sleep(Number(retryAfter) * 1_000);
      return list(n);
    }),
  );
  expect(statuses(served)).toEqual({ 200: 2 });
  close();
}, 150_000);

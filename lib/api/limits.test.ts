import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { ask, startApi } from "./testing.ts";

/** Two servers of a limit on one database, as two processes are. */
const most = 40;
let servers: Awaited<ReturnType<typeof startApi>>[] = [];
let own: TestWorkspace;

beforeAll(async () => {
  servers = await Promise.all([startApi({ rateLimit: most }), startApi({ rateLimit: most })]);
  own = await newTestWorkspace();
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const get = (server: number, path: string, sent: { key?: string; headers?: Record<string, string> } = {}) =>
  ask(servers[server]?.url ?? "", "GET", `/api/v1${path}`, sent);

describe("the limit of requests", () => {
  it.each(["key", "session"])(
    "is a %s's own, whichever server is asked, and every answer tells what is left",
    async (as) => {
      const sent = as === "key" ? { key: await own.key() } : { headers: { cookie: await own.cookie("owner") } };
      const path = `/workspaces/${own.workspace.slug}`;
      const answers = await Promise.all(Array.from({ length: 3 * most }, (_, n) => get(n % 2, path, sent)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(most);
      for (const { status, headers, body } of answers) {
        expect(headers.get("ratelimit-policy")).toBe(`"requests";q=${most};w=60`);
        const [, left, seconds] = headers.get("ratelimit")?.match(/^"requests";r=(\d+);t=(\d+)$/) ?? [];
        expect(Number(left)).toBeLessThan(most);
        if (status === 200) continue;
        expect(status).toBe(429);
        expect(left).toBe("0");
        expect(headers.get("retry-after")).toBe(seconds);
        expect(Number(seconds)).toBeGreaterThanOrEqual(1);
        expect(Number(seconds)).toBeLessThanOrEqual(60);
        expect(body).toMatchObject({ type: "urn:throughline:problem:too_many", status: 429 });
      }
      // Another key has a budget of its own, and what is refused for another reason tells it too.
      const other = await get(0, `${path}-unknown`, { key: await own.key() });
      expect([other.status, other.headers.get("ratelimit")]).toEqual([404, expect.stringContaining(`r=${most - 1};`)]);
    },
  );

  it("is counted for strangers by their address, in each server alone", async () => {
    const answers = await Promise.all(Array.from({ length: most + 5 }, () => get(0, "/session")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(most);
    const [refused] = answers.filter(({ status }) => status === 429);
    expect(refused?.headers.get("ratelimit")).toMatch(/^"requests";r=0;t=\d+$/);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await get(1, "/session")).status).toBe(401);
  });
});

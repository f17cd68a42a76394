import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { manyTickets } from "#lib/imports/testing.ts";
import { type OneHouse, oneHouse } from "./house.ts";
import { type Instance, startInstance } from "./instance.ts";
import { startNginx } from "./nginx.ts";

/** Servers that are told to stop while they are busy, one after the other, behind a load balancer. */

const env = { LOG_LEVEL: "warn", TRUST_PROXY: "on" };
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

const headers = (more: Record<string, string> = {}) => ({ authorization: `Bearer ${house.key}`, ...more });
const ideas = "/api/v1/workspaces/initech/ideas";
let written = 0;

/** One request of several kinds; gives what was not as it should be, or null. */
async function one(url: string, n: number): Promise<string | null> {
  const json = { "content-type": "application/json" };
  try {
    const answer =
      n % 4 === 0
        ? await fetch(url + ideas, {
            method: "POST",
            headers: headers(json),
            body: JSON.stringify({ title: `Idea ${++written}` }),
          })
        : n % 20 === 1
          ? await fetch(`${url}/w/initech/ideas`, { headers: { cookie: house.cookie } })
          : await fetch(`${url}${ideas}?limit=20`, { headers: headers() });
    await answer.text();
    return answer.status < 300 ? null : String(answer.status);
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}

it("F8 SIGTERM under load: what is under way is answered in full, new ones find nobody, and the process ends in order", async () => {
  const answered: string[] = [];
  let over = false;
  const client = async () => {
    for (let n = 0; !over; n++) answered.push((await one(other.url, n)) ?? "good");
  };
  const clients = Array.from({ length: 8 }, client);
  await expect.poll(() => answered.length, { timeout: 30_000 }).toBeGreaterThan(100);
  // One that takes long: its body is still on its way when the signal comes.
  const body = JSON.stringify({ title: "Half of it came before the signal" });
  const slow = fetch(other.url + ideas, {
    method: "POST",
    headers: headers({ "content-type": "application/json" }),
    duplex: "half",
    body: new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(body.slice(0, 10)));
        await sleep(1_500);
        controller.enqueue(Buffer.from(body.slice(10)));
        controller.close();
      },
    }),
  } as RequestInit);
  await sleep(500);
  const { code, ms } = await other.stop();
  over = true;
  await Promise.all(clients);
  expect((await slow).status).toBe(201);
  expect(code).toBe(0);
  expect(ms).toBeLessThan(30_000);
  // Nobody was told that it had failed: a request was answered, or its connection was not taken.
  const kinds = new Set(
    answered.map((text) => (/ECONNREFUSED|ECONNRESET|socket|other side/i.test(text) ? "not taken" : text)),
  );
  expect([...kinds].sort()).toEqual(["good", "not taken"]);
  const [row] = await house.admin`select count(*)::int as n from ideas where title like 'Half%'`;
  expect(row?.n).toBe(1);
  await other.restart();
}, 120_000);

it("F8 a rolling restart of two servers behind nginx: none of 2,000 requests fails, and an import goes on elsewhere", async () => {
  const servers = [house.instance, other];
  const ports = servers.map(({ port }) => port);
  const balancer = await startNginx(ports);
  try {
    const count = 20_000;
    const upload = await fetch(`${balancer.url}/api/v1/workspaces/initech/imports?format=throughline`, {
      method: "POST",
      headers: headers({ "content-type": "application/x-ndjson", "idempotency-key": "f8" }),
      body: `${manyTickets(count).join("\n")}\n`,
    });
    expect(upload.status).toBe(202);
    const { id } = (await upload.json()) as { id: string };

    const failed: string[] = [];
    let asked = 0;
    let restarted = false;
    const client = async () => {
      while (asked < 2_000 || !restarted) {
        const trouble = await one(balancer.url, asked++);
        if (trouble) failed.push(trouble);
        await sleep(10);
      }
    };
    const rolling = async () => {
      for (const server of servers) {
        await expect.poll(() => asked, { timeout: 60_000 }).toBeGreaterThan(server === other ? 1_000 : 200);
        await balancer.use(ports.filter((port) => port !== server.port));
        await expect.poll(() => quiet(server), { timeout: 20_000 }).toBe(true);
        const { code, ms } = await server.stop();
        expect(code).toBe(0);
        expect(ms).toBeLessThan(30_000);
        await server.restart();
        await balancer.use(ports);
      }
      restarted = true;
    };
    await Promise.all([...Array.from({ length: 4 }, client), rolling()]);
    console.log("F8", JSON.stringify({ asked, failed: failed.length }));
    expect(failed).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(2_000);

    // What the first had under way the second took over, and the other way round.
    const run = async () =>
      (await (
        await fetch(`${balancer.url}/api/v1/workspaces/initech/imports/${id}`, { headers: headers() })
      ).json()) as { state: string; counts: { created: number; received: number } };
    const restartedAt = performance.now();
    let received = (await run()).counts.received;
    let moved = performance.now();
    for (let now = await run(); now.state !== "done"; now = await run()) {
      if (now.counts.received > received) moved = performance.now();
      received = now.counts.received;
      expect(performance.now() - moved).toBeLessThan(60_000);
      await sleep(200);
    }
    console.log("F8 import", Math.round(performance.now() - restartedAt));
    expect((await run()).counts.created).toBe(count);
    const [row] = await house.admin`
      select (select count(*)::int from feedback) as rows, (select count(distinct external_id)::int from feedback) as distinct,
        (select count(*)::int from events where action = 'idea.created') - (select count(*)::int from ideas) as ideas`;
    expect(row).toEqual({ rows: count, distinct: count, ideas: 0 });
    const [ideasWritten] = await house.admin`select count(*)::int as n from ideas where title like 'Idea %'`;
    expect(ideasWritten?.n).toBeLessThanOrEqual(written);
  } finally {
    await balancer.stop();
  }
}, 300_000);

/** Whether a server that the balancer has left out has answered nobody for a moment, but who asks for its figures. */
async function quiet({ url }: Instance): Promise<boolean> {
  const total = async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const counts = [...text.matchAll(/^throughline_requests_total\{.*\} (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = await total();
  await sleep(400);
  return (await total()) === before;
}

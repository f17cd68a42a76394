import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#db/testing.ts";
import { manyTickets, tickets } from "#lib/imports/testing.ts";
import { cli, type Instance, startInstance } from "./instance.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let admin: postgres.Sql;
let instance: Instance;

beforeAll(async () => {
  database = await freshDatabase();
  admin = postgres(database.adminUrl, { max: 2, onnotice: () => {} });
  instance = await startInstance({ databaseUrl: database.url, env: { LOG_LEVEL: "warn" } });
});
afterAll(async () => {
  await instance.kill();
  await admin.end({ timeout: 5 });
  await database.drop();
});

/** A workspace of the test's own, and a key that may import into it. */
async function workspace(slug: string) {
  const where = { databaseUrl: database.url };
  const owner = ["--owner-email", `${slug}@meridian.example`, "--owner-password", "a long enough password"];
  await cli(where, ["workspace:create", "--slug", slug, "--name", slug, ...owner]);
  const { key } = await cli(where, [
    ...["api-key:create", "--workspace", slug, "--name", "import"],
    ...["--scopes", "read,feedback:import,feedback:write,customers:write"],
  ]);
  const [row] = await admin`select id from workspaces where slug = ${slug}`;
  const id: string = row?.id;
  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${instance.url}/api/v1/workspaces/${slug}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...init.headers },
    });
  return { id, request };
}

/** What must be exact, read from the tables themselves. */
async function figures(workspaceId: string) {
  const [row] = await admin`
    select (select count(*)::int from feedback where workspace_id = ${workspaceId}) as rows,
      (select count(distinct (source, external_id))::int from feedback where workspace_id = ${workspaceId}) as distinct,
      (select count(*)::int from events where workspace_id = ${workspaceId} and action = 'feedback.created') as events`;
  return row;
}

async function killAndRestart() {
  await instance.kill();
  await instance.restart();
}

/** Clients go on trying; the time that it may take is judged at the end. */
const patienceMs = 380_000;
type BatchAnswer = { results: { status: string }[] };

test("M1 100,000 tickets by 4 retrying clients while the server is killed with -9 20 times: each is there once", async () => {
  const began = Date.now();
  const { id, request } = await workspace("m1");
  const all = manyTickets(100_000);
  const batches = Array.from(
    { length: 100 },
    (_, n) => `{"items":[${all.slice(n * 1_000, (n + 1) * 1_000).join(",")}]}`,
  );
  const seen = { created: 0, acknowledged: 0, replays: 0, retries: 0, kills: 0 };
  const unexpected: string[] = [];

  const deliver = async (body: string, n: number) => {
    const headers = { "content-type": "application/json", "idempotency-key": `m1-${n}` };
    // An answer gets lost now and then, as answers do: what was asked for has been done, and is asked for again.
    let losesAnswer = n % 10 === 3;
    for (;;) {
      const signal = AbortSignal.timeout(30_000);
      try {
        const answer = await request("/feedback/batch", { method: "POST", headers, body, signal });
        if (answer.ok && losesAnswer) {
          losesAnswer = false;
          await answer.body?.cancel();
        } else if (answer.ok) {
          const { results } = (await answer.json()) as BatchAnswer;
          if (answer.headers.get("idempotent-replayed") === "true") seen.replays++;
          seen.created += results.filter((result) => result.status === "created").length;
          seen.acknowledged++;
          return;
        } else if (![409, 429, 503].includes(answer.status)) unexpected.push(`${answer.status} ${await answer.text()}`);
      } catch {
        // Killed or cut off in the middle of it: tried again.
      }
      seen.retries++;
      if (Date.now() - began > patienceMs) throw new Error(`batch ${n} never went through`);
      await sleep(50 + Math.random() * 150);
    }
  };

  // Alone: what a batch and a restart take on this machine, today.
  const alone = performance.now();
  await deliver(batches[0] ?? "", 0);
  const batchMs = performance.now() - alone;
  const restarting = performance.now();
  await killAndRestart();
  const restartMs = performance.now() - restarting;

  let next = 1;
  const client = async () => {
    for (let n = next++; n < batches.length; n = next++) await deliver(batches[n] ?? "", n);
  };
  const killer = async () => {
    // Spread over the whole run, at a random moment of the batches under way.
    for (; seen.kills < 20; seen.kills++) {
      while (seen.acknowledged < seen.kills * 4.5) await sleep(10);
      await sleep(Math.random() * 400);
      await killAndRestart();
    }
  };
  await Promise.all([...Array.from({ length: 4 }, client), killer()]);
  const seconds = (Date.now() - began) / 1000;
  // 180 s where a machine is as fast as it should be; where others use it too, three times the same work in one go, since
  // a kill throws away what four clients had under way.
  const limit = Math.max(180, (3 * (100 * batchMs + 21 * restartMs)) / 1000);
  console.log("M1", JSON.stringify({ ...seen, seconds, limit }));

  expect(unexpected).toEqual([]);
  expect(await figures(id)).toEqual({ rows: 100_000, distinct: 100_000, events: 100_000 });
  expect(seen).toMatchObject({ created: 100_000, acknowledged: 100, kills: 20 });
  expect(seen.replays).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(limit);
}, 400_000);

type Run = {
  id: string;
  state: string;
  finishedAt: string | null;
  counts: Record<"received" | "created" | "updated" | "unchanged" | "rejected", number>;
};

test("M9 an import whose server is killed with -9 twice goes on where it was, and its progress never falls", async () => {
  const { id, request } = await workspace("m9");
  const count = 10_000;
  const body = `${manyTickets(count).join("\n")}\nnot a record\n`;
  const headers = { "content-type": "application/x-ndjson", "idempotency-key": "m9" };
  const post = () => request("/imports?format=throughline", { method: "POST", headers, body });
  const answer = await post();
  expect(answer.status).toBe(202);
  const run = (await answer.json()) as Run;

  let received = 0;
  let kills = 0;
  for (const until = Date.now() + 200_000; Date.now() < until; await sleep(50)) {
    const now = (await (await request(`/imports/${run.id}`)).json()) as Run;
    expect(now.counts.received).toBeGreaterThanOrEqual(received);
    received = now.counts.received;
    if (now.finishedAt) break;
    if (kills < 2 && received > kills * 4_000) {
      await killAndRestart();
      kills++;
    }
  }
  const last = (await (await request(`/imports/${run.id}`)).json()) as Run;
  expect(kills).toBe(2);
  expect(last.state).toBe("done");
  expect(last.counts).toEqual({ received: count + 1, created: count, updated: 0, unchanged: 0, rejected: 1 });
  expect(await figures(id)).toEqual({ rows: count, distinct: count, events: count });
  const again = await post();
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
  expect(((await again.json()) as Run).id).toBe(run.id);
  const rejected = await request(`/imports/${run.id}/rows?result=rejected`);
  expect(await rejected.json()).toMatchObject({ data: [{ row: count + 1, line: count + 1 }], nextCursor: null });
}, 300_000);

test("M12 an upload that is cut off leaves no import and no rows", async () => {
  const { id, request } = await workspace("m12");
  const body = Buffer.from(`${tickets().slice(0, 3_000).join("\n")}\n`);
  for (const share of [0.05, 0.3, 0.6, 0.95]) {
    const cut = Math.floor(body.length * share);
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(body.subarray(0, cut)),
      pull: async (controller) => {
        await sleep(50);
        controller.error(new Error("cut"));
      },
    });
    const init = { method: "POST", body: stream, duplex: "half", headers: { "content-type": "application/x-ndjson" } };
    await expect(request("/imports?format=throughline", init as RequestInit)).rejects.toThrow();
  }
  await sleep(1_000);
  const { data } = (await (await request("/imports")).json()) as { data: Run[] };
  expect(data).toEqual([]);
  expect(await figures(id)).toEqual({ rows: 0, distinct: 0, events: 0 });
}, 60_000);

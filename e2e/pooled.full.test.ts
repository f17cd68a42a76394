import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Database, database, useDatabase } from "#db/client.ts";
import { databaseUrl } from "#db/testing.ts";
import { ask, startApi } from "#lib/api/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { startPgBouncer } from "./pgbouncer.ts";

/** Two workspaces share eight connections, and three requests in ten are cut off in the middle. */

const requests = 10_000;
const size = 8;
let before: Database;
let stop = async () => {};

beforeEach(() => {
  before = database();
});
afterEach(async () => {
  await database().close();
  (globalThis as { throughlineDatabase?: Database }).throughlineDatabase = before;
  await stop();
});

type Side = { name: string; id: string; slug: string; key: string };

/** A workspace in which every title says whose it is. */
async function makeSide(url: string, name: string): Promise<Side> {
  const own = await newTestWorkspace(name);
  const { id, slug } = own.workspace;
  const key = await own.key();
  const items = Array.from({ length: 50 }, (_, n) => ({ source: "desk", externalId: `${n}`, title: `${name} ${n}` }));
  const { status } = await ask(url, "POST", `/api/v1/workspaces/${slug}/feedback/batch`, { key, body: { items } });
  expect(status).toBe(200);
  return { name, id, slug, key };
}

class Broken extends Error {}

async function mixed() {
  const api = await startApi();
  const sides = [await makeSide(api.url, "Ours"), await makeSide(api.url, "Theirs")] as const;
  const seen = { foreign: 0, unexpected: [] as string[], left: [] as unknown[], aborted: 0, timedOut: 0, thrown: 0 };
  const connections = new Set<number>();

  /** What a request is told. None of the other side's words may be in it. */
  const look = (side: Side, text: string) => {
    const other = sides.find(({ name }) => name !== side.name);
    if (other && (text.includes(other.name) || text.includes(other.id))) seen.foreign++;
  };
  const at = (side: Side, path: string) => `/api/v1/workspaces/${side.slug}${path}`;
  const whole = async (side: Side, n: number) => {
    const paths = ["/feedback?limit=20", "/ideas?limit=20", "/search?q=desk", "/events?limit=20"];
    const path = paths[n % 5];
    const given = path
      ? await ask(api.url, "GET", at(side, path), { key: side.key })
      : await ask(api.url, "POST", at(side, "/ideas"), { key: side.key, body: { title: `${side.name} ${n}` } });
    look(side, given.text);
    if (given.status !== (path ? 200 : 201)) seen.unexpected.push(`${path} ${given.status} ${given.text}`);
  };
  const aborted = async (side: Side, n: number) => {
    const write = n % 2 === 0;
    await fetch(api.url + at(side, write ? "/ideas" : "/feedback?limit=200"), {
      method: write ? "POST" : "GET",
      headers: { authorization: `Bearer ${side.key}`, ...(write ? { "content-type": "application/json" } : {}) },
      signal: AbortSignal.timeout(1 + Math.floor(Math.random() * 12)),
      ...(write ? { body: JSON.stringify({ title: `${side.name} ${n}` }) } : {}),
    })
      .then(async (answer) => look(side, await answer.text()))
      .catch(() => seen.aborted++);
  };
  const timedOut = (side: Side) =>
    database()
      .transact({ workspaceId: side.id, mode: "write" }, async ({ tx }) => {
        await tx.execute(sql`update feedback set title = title where external_id = '7'`);
        await tx.execute(sql`select set_config('statement_timeout', '5', true)`);
        await tx.execute(sql`select pg_sleep(1)`);
      })
      .catch((error: { code?: string }) => {
        if (error.code === "unavailable") seen.timedOut++;
      });
  const thrown = (side: Side) =>
    database()
      .transact({ workspaceId: side.id, mode: "write" }, async ({ tx }) => {
        const rows = await tx.execute(sql`update feedback set title = title where title like 'Ours%' returning title`);
        look(side, JSON.stringify(rows));
        throw new Broken();
      })
      .catch((error) => {
        if (error instanceof Broken) seen.thrown++;
      });

  /** As the next one finds a connection that was given back: bound to nothing, and seeing nothing. */
  const probe = async () => {
    const [row] = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
      tx.execute<{ pid: number; bound: string | null; rows: number; role: string }>(sql`
        select pg_backend_pid() as pid, current_setting('app.workspace_id', true) as bound, current_user as role,
          (select count(*)::int from feedback) as rows`),
    );
    if (row) connections.add(row.pid);
    if (!row || row.bound || row.rows > 0 || row.role !== "throughline_app") seen.left.push(row);
  };

  let next = 0;
  const client = async () => {
    for (let n = next++; n < requests; n = next++) {
      const side = sides[Math.random() < 0.5 ? 0 : 1];
      const cut = [aborted, timedOut, thrown][n % 10];
      await (cut ?? whole)(side, n);
      await probe();
    }
  };
  await Promise.all(Array.from({ length: 24 }, client));
  await api.close();
  const [state] = await database().transact({ workspaceId: sides[0].id, mode: "read" }, ({ tx }) =>
    tx.execute<{ titles: number; foreign: number }>(sql`
      select count(*)::int as titles, count(*) filter (where title not like 'Ours%')::int as foreign from ideas`),
  );
  return { seen, connections, state };
}

it.each([
  ["direct", async () => databaseUrl()],
  [
    "through PgBouncer in transaction mode",
    async () => {
      const pooler = await startPgBouncer(databaseUrl(), size);
      stop = pooler.stop;
      return pooler.url;
    },
  ],
])(
  "T6 10,000 requests of two workspaces on 8 connections, 3 in 10 cut off, %s: no foreign row, nothing left bound",
  async (_, address) => {
    useDatabase(await address(), size);
    const { seen, connections, state } = await mixed();
    console.log("T6", JSON.stringify({ ...seen, connections: connections.size, state }));
    expect(seen).toMatchObject({ foreign: 0, unexpected: [], left: [] });
    // It did bite: all the connections were used, and of every kind many were cut.
    expect(connections.size).toBeGreaterThanOrEqual(size);
    expect(seen.aborted).toBeGreaterThan(300);
    expect(seen.timedOut).toBe(1_000);
    expect(seen.thrown).toBe(1_000);
    expect(state?.titles).toBeGreaterThan(1_000);
    expect(state?.foreign).toBe(0);
  },
);

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { here } from "#lib/core/testing.ts";
import { type OneHouse, oneHouse } from "./house.ts";
import { asker, openLoop, type Told, within } from "./open-loop.ts";
import { makeTenantL } from "./tenant-l.ts";

/** Every screen of a very large workspace, and the calls behind them, while somebody writes into it. */

/** TENANT_L=1 makes the tenant ten times as large, as by hand. */
const scale = process.env.TENANT_L ? 1 : 10;
const sizes = {
  ideas: 100_000 / scale,
  votes: 1_000_000 / scale,
  tickets: 1_000_000 / scale,
  companies: 20_000 / scale,
};
const perSecond = 10;

type Kind = "list" | "filter" | "search" | "board" | "roadmap" | "dashboard";
/** Milliseconds for nineteen of twenty. */
const limits: Record<Kind, number> = {
  list: 300,
  filter: 300,
  search: 500,
  board: 1_000,
  roadmap: 1_000,
  dashboard: 1_500,
};

let house: OneHouse;
let paths: { kind: Kind; path: string }[];

const pages = "/w/initech";
const api = "/api/v1/workspaces/initech";
const made = async (path: string, body: object) => {
  const { status, answer, text } = await house.byKey(path, { method: "POST", body });
  if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
  return answer as { id: string };
};
const found = async (path: string) => {
  const { status, answer, text } = await house.byKey(path);
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return (answer.data as { id: string }[])[0]?.id ?? "";
};

beforeAll(async () => {
  house = await oneHouse({ env: { LOG_LEVEL: "warn", RATE_LIMIT: "10000000" } });
  const [workspace] = await house.admin<{ id: string }[]>`select id from workspaces`;
  await makeTenantL(house.admin, workspace?.id ?? "", sizes, (what) => console.log(what));

  const metric = await made("/metrics", { key: "exports", name: "Audit exports a week" });
  const points = Array.from({ length: 180 }, (_, n) => ({
    at: new Date(Date.now() - (180 - n) * 86_400_000).toISOString(),
    value: n,
  }));
  await made("/metrics/exports/points", { points });
  const objectives: string[] = [];
  for (let n = 0; n < 20; n++) {
    const { id } = await made("/objectives", { title: `Objective ${n}` });
    await made(`/objectives/${id}/key-results`, { title: `Result ${n}`, metricId: metric.id, start: 0, target: 400 });
    objectives.push(id);
  }
  const idea = await found("/ideas?sort=companies&limit=1");
  const horizons = ["now", "next", "later"];
  let card = "";
  for (let n = 0; n < 300; n++) {
    const { id } = await made("/initiatives", {
      title: `Initiative ${n}`,
      horizon: horizons[n % 3],
      ideaIds: n === 0 ? [idea] : [],
      objectiveIds: [objectives[n % 20]],
    });
    if (n % 3 === 0)
      await made(`/initiatives/${id}/outcomes`, { metricId: metric.id, expected: 400, dueOn: "2099-01-01" });
    if (n === 0) card = id;
  }
  const company = await found("/companies?sort=arr&limit=1");
  const message = await found("/feedback?limit=1");
  const of = (kind: Kind, ...list: string[]) => list.map((path) => ({ kind, path }));
  paths = [
    ...of("list", `${pages}/inbox`, `${pages}/ideas`, `${pages}/companies`, `${pages}/requests`, `${pages}/imports`),
    ...of(
      "list",
      `${pages}/notifications`,
      `${pages}/metrics`,
      `${pages}/settings/members`,
      `${api}/feedback?limit=50`,
    ),
    ...of("filter", `${pages}/inbox?state=reviewed`, `${pages}/inbox?order=oldest`, `${pages}/ideas?sort=arr`),
    ...of("filter", `${pages}/companies?sort=health`, `${api}/feedback?tag=export&limit=50`),
    ...of("filter", `${api}/feedback?companyId=${company}&limit=50`, `${api}/ideas?state=set_aside&limit=50`),
    ...of("search", `${pages}/inbox?q=auditors+week`, `${pages}/ideas?q=board`, `${pages}/companies?q=company+77`),
    ...of("search", `${api}/search?q=export+quarter`, `${api}/search?q=word777`, `${api}/search?q=audi`),
    ...of("board", `${pages}/roadmap`, `${api}/roadmap`),
    ...of("roadmap", `${pages}/roadmap?card=${card}`, `${pages}/roadmap?why=initiative:${card}`),
    ...of("roadmap", `${api}/trace/initiative/${card}`, `${api}/initiatives/${card}`),
    ...of("dashboard", `${pages}/review`, `${pages}/objectives`, `${pages}/objectives/${objectives[0]}`),
    ...of("dashboard", `${pages}/metrics/exports`, `${pages}/companies/${company}`, `${pages}/ideas/${idea}`),
    ...of("dashboard", `${pages}/feedback/${message}`, `${api}/review`, `${api}/trace/idea/${idea}`),
  ];
}, 1_200_000);
afterAll(() => house?.end());

/** How often each large table has been read from end to end so far. */
async function wholeReads(): Promise<Map<string, number>> {
  // A connection tells what it did when it has had nothing to do for a moment.
  await sleep(2_000);
  const rows = await house.admin<{ relname: string; seq_scan: string }[]>`
    select relname, seq_scan from pg_stat_user_tables where n_live_tup > 10000`;
  return new Map(rows.map(({ relname, seq_scan }) => [relname, Number(seq_scan)]));
}

it("L6 each screen of a very large workspace is there in time at ten requests a second, and reads no large table whole", async () => {
  const { ask, close } = asker(50);
  const { url } = house.instance;
  const headers = (path: string): Record<string, string> =>
    path.startsWith("/api") ? { authorization: `Bearer ${house.key}` } : { cookie: house.cookie };
  const one = async (n: number) => {
    const { kind, path } = paths[n % paths.length] as (typeof paths)[number];
    return { kind, path, ...(await ask({ url, path, headers: headers(path) })) };
  };
  for (const [n] of paths.entries()) await one(n);
  const before = await wholeReads();

  const seconds = 90;
  let isOver = false;
  const writing = (async () => {
    for (let n = 0; !isOver; n++) {
      await made("/feedback", {
        title: `Written meanwhile ${n}`,
        body: "Our auditors ask for the export",
        source: "desk",
      });
      await sleep(1_000);
    }
  })();
  const told = (await openLoop(perSecond, seconds, one)) as (Told & { kind: Kind; path: string })[];
  isOver = true;
  await writing;
  const after = await wholeReads();
  close();

  const grouped = (of: (one: (typeof told)[number]) => string) =>
    Object.entries(Object.groupBy(told, of)).map(([name, list = []]) => ({
      name,
      p50: Math.round(within(list, 0.5)),
      p95: Math.round(within(list, 0.95)),
    }));
  const kinds = grouped(({ kind }) => kind);
  console.log(
    "L6",
    JSON.stringify({ sizes, kinds, paths: grouped(({ path }) => path.replace(/[0-9a-f-]{36}/g, "…")) }),
  );
  expect(told.filter(({ status }) => status !== 200).map(({ status, path }) => `${status} ${path}`)).toEqual([]);
  const read = [...after].filter(([table, times]) => times > (before.get(table) ?? 0));
  expect(read).toEqual([]);
  for (const { name, p95 } of kinds)
    expect([name, p95]).toEqual([name, expect.toSatisfy((n) => n <= here(limits[name as Kind]))]);
}, 600_000);

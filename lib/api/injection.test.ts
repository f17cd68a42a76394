import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { adminUrl } from "#db/testing.ts";
import { encodeCursor } from "#lib/core/pagination.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { addressed, exampleOf, type Furnished, furnished, rowHash, takesQuery } from "./testing/call.ts";
import { sqlPayloads } from "./testing/sql-payloads.ts";
import { type Answered, ask, startApi } from "./testing.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let admin: postgres.Sql;
let own: Furnished;
beforeAll(async () => {
  api = await startApi();
  admin = postgres(adminUrl(), { max: 1, onnotice: () => {} });
  own = await furnished(api.url, "Injection");
}, 60_000);
afterAll(async () => {
  await api?.close();
  await admin?.end();
});

const asked = endpoints.filter((endpoint) => endpoint.inWorkspace && endpoint.method === "GET");
const anId = "01890000-0000-7000-8000-000000000000";

/** PostgreSQL's own log from a place on. */
async function log(from?: { file: string; size: number }) {
  const [row] =
    await admin`select pg_current_logfile() as file, (pg_stat_file(pg_current_logfile())).size::int as size`;
  const now = row as { file: string; size: number };
  const [text] = await admin`
    select convert_from(pg_read_binary_file(${now.file}, ${from?.size ?? 0}, ${now.size - (from?.size ?? 0)}), 'SQL_ASCII') as log`;
  return { ...now, text: (text?.log ?? "") as string };
}

type Trial = { endpoint: Endpoint; params: [name: string, value: string][] };

/** Asks, and says what is wrong with the answer; null when it is plain. */
async function tried({ endpoint, params }: Trial): Promise<string | null> {
  const { path, rest } = addressed(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture));
  const names = new Set(params.map(([name]) => name));
  const query = new URLSearchParams(params);
  for (const [name, value] of Object.entries(rest)) {
    if (!names.has(name)) for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const began = performance.now();
  const answer: Answered = await ask(api.url, "GET", `${path}?${query}`, { key: own.allKey });
  const ms = performance.now() - began;
  const told = `${endpoint.name} ${JSON.stringify(params).slice(0, 120)}: ${answer.status}, ${Math.round(ms)} ms`;
  if (![200, 404, 422].includes(answer.status)) return told;
  if (answer.status !== 200 && answer.headers.get("content-type") !== "application/problem+json") return told;
  return ms < 1_000 ? null : told;
}

async function allPlain(trials: Trial[]) {
  const wrong: string[] = [];
  for (let at = 0; at < trials.length; at += 4) {
    const found = await Promise.all(trials.slice(at, at + 4).map(tried));
    wrong.push(...found.filter((one) => one !== null));
  }
  return wrong.slice(0, 20);
}

it("I6 80 payloads in every parameter of every read are refused or looked for, quickly, and reach no SQL", async () => {
  expect(new Set(sqlPayloads).size).toBeGreaterThanOrEqual(80);
  const begin = await log();
  const trials = asked.flatMap((endpoint): Trial[] => {
    const { shape } = endpoint.operation.input;
    const params = Object.keys(shape).filter((name) => !endpoint.params.includes(name));
    return [...params, "column", "order_by"].flatMap((name) => {
      const taken = (value: string) => [value, [value]].some((v) => shape[name]?.safeParse(v).success);
      // What the schema refuses is tried a few times only: it gets no further.
      const values = [...sqlPayloads.filter(taken), ...sqlPayloads.filter((v) => !taken(v)).slice(-3)];
      return values.map((value): Trial => ({ endpoint, params: [[name, value]] }));
    });
  });
  expect(trials.length).toBeGreaterThan(1_000);
  expect(await allPlain(trials)).toEqual([]);
  expect((await log(begin)).text).not.toMatch(/syntax error|unterminated|invalid input syntax|does not exist/);
}, 120_000);

it("I6 cursors that were never given are refused or lead to plain results", async () => {
  const begin = await log();
  const texts = ["'", '"; --', "pg_sleep(5)", "", " ", "0x10", "1e3", "9".repeat(400), "infinity", "now", "a\u0000b"];
  const days = ["0000-01-01T00:00:00Z", "2025-02-30T00:00:00Z", "9999-12-31T24:00:00Z", "2025-12-01T00:00:00.1234567Z"];
  const numbers = [Number.MAX_VALUE, -1, 1e300, 2 ** 53, 0.5];
  const cursors = [
    ...sqlPayloads.slice(0, 10),
    ...[...texts, ...days, ...numbers].flatMap((value) =>
      [[value], [value, anId], [value, value], [anId, value], [value, 1, anId]].map(encodeCursor),
    ),
  ];
  const trials = asked.flatMap((endpoint) =>
    ["cursor", "after"]
      .filter((name) => Object.hasOwn(endpoint.operation.input.shape, name))
      .flatMap((name) => cursors.map((value): Trial => ({ endpoint, params: [[name, value]] }))),
  );
  expect(trials.length).toBeGreaterThan(1_000);
  expect(await allPlain(trials)).toEqual([]);
  expect((await log(begin)).text).not.toMatch(/syntax error|invalid input syntax|out of range|time zone/);
}, 120_000);

it("I6 payloads in the path find nothing and change nothing", async () => {
  const before = await rowHash(admin, own);
  const named = endpoints.filter(
    ({ params, method }) => params.length > 0 && (method === "GET" || method === "DELETE"),
  );
  expect(named.length).toBeGreaterThan(20);
  // What is somebody's own, a key does not get at.
  const person = { headers: { cookie: await own.cookie("owner"), origin: api.url } };
  const wrong: string[] = [];
  for (const endpoint of named.filter(takesQuery)) {
    const example = exampleOf(endpoint, own.furniture);
    for (const value of sqlPayloads) {
      const input = { ...example, [endpoint.params[0] ?? ""]: value };
      const { path } = addressed(endpoint, own.workspace.slug, input);
      const who = endpoint.operation.needs === "account" ? person : { key: own.allKey };
      const answer = await ask(api.url, endpoint.method, path, who);
      if (answer.status !== 404) wrong.push(`${endpoint.name} ${answer.status} ${value}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await rowHash(admin, own)).toBe(before);
}, 60_000);

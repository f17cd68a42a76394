import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { adminUrl } from "#db/testing.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { addressed, exampleOf, type Furnished, furnished, makeReady, rowHash, takesQuery } from "./testing/call.ts";
import { type Leaf, leavesOf, pointerOf, withValue } from "./testing/leaves.ts";
import { type Answered, ask, startApi } from "./testing.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let admin: postgres.Sql;
let own: Furnished;
beforeAll(async () => {
  api = await startApi();
  admin = postgres(adminUrl(), { max: 1, onnotice: () => {} });
  own = await furnished(api.url, "Values");
}, 60_000);
afterAll(async () => {
  await api?.close();
  await admin?.end();
});

const inWorkspace = endpoints.filter((endpoint) => endpoint.inWorkspace);
const withBody = inWorkspace.filter((endpoint) => !takesQuery(endpoint));
/** Calls an endpoint with a body written by hand. */
function sendText(endpoint: Endpoint, text: string): Promise<Answered> {
  const { path } = addressed(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture));
  return ask(api.url, endpoint.method, path, { key: own.allKey, body: text });
}

it("I10 a body that reaches for a prototype, names a field twice or is a list is refused by every operation", async () => {
  const before = await rowHash(admin, own);
  for (const endpoint of withBody) {
    const { rest } = addressed(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture));
    const inner = JSON.stringify(rest).slice(1, -1);
    const comma = inner === "" ? "" : ",";
    const [first = "x"] = Object.keys(rest);
    for (const text of [
      `{${inner}${comma}"__proto__":{"isAdmin":true}}`,
      `{${inner}${comma}"constructor":{"prototype":{"isAdmin":true}}}`,
      `{${inner}${comma}"toString":1}`,
      `{${inner}${comma}"${first}":1,"${first}":2}`,
      `{"${first}":1${comma}${inner}}`,
      `{${inner}${comma}"\\u005f_proto__":{}}`,
      "[]",
      "null",
      '"text"',
      "1",
    ]) {
      const { status } = await sendText(endpoint, text);
      // A body of its own nobody needs: {"x":1} is an unknown field, and that is what it says.
      expect([endpoint.name, text, status]).toEqual([endpoint.name, text, 422]);
    }
    for (const text of ["{", "", "{'a':1}", "NaN", '{"a":NaN}', '{"a":01}', "\ufeff\ufeff{}", `{"a":"\n"}`, "{}{}"]) {
      if (text === "") continue;
      expect([endpoint.name, text, (await sendText(endpoint, text)).status]).toEqual([endpoint.name, text, 400]);
    }
  }
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  expect(await rowHash(admin, own)).toBe(before);
}, 60_000);

it("I10 a list where one value belongs, one value where a list belongs and a parameter given twice are refused", async () => {
  const before = await rowHash(admin, own);
  let tried = 0;
  for (const endpoint of withBody) {
    const example = exampleOf(endpoint, own.furniture);
    for (const leaf of leavesOf(endpoint.operation.input).filter(
      ({ path }) => !endpoint.params.includes(path[0] ?? ""),
    )) {
      for (const odd of [[], [[]], {}, { a: 1 }]) {
        tried++;
        const { path, rest } = addressed(endpoint, own.workspace.slug, withValue(example, leaf, odd));
        const { status, text } = await ask(api.url, endpoint.method, path, { key: own.allKey, body: rest });
        expect(status, `${endpoint.name}${pointerOf(leaf)} ${JSON.stringify(odd)} ${text.slice(0, 200)}`).toBe(422);
      }
    }
  }
  for (const endpoint of inWorkspace.filter(({ method }) => method === "GET")) {
    const { path } = addressed(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture));
    const shape: Record<string, z.core.$ZodType> = endpoint.operation.input.shape;
    for (const name of Object.keys(shape).filter((one) => !endpoint.params.includes(one))) {
      const schema = shape[name] instanceof z.ZodOptional ? shape[name].unwrap() : shape[name];
      const isList = schema instanceof z.ZodArray;
      const value = name === "limit" ? "5" : name === "id" ? own.furniture.ideaId : "x";
      for (const query of isList
        ? [`${name}[]=x`, `${name}[0]=x`]
        : [`${name}=${value}&${name}=${value}`, `${name}[]=x`]) {
        tried++;
        const { status } = await ask(api.url, "GET", `${path}?${query}`, { key: own.allKey });
        expect(status, `${endpoint.name} ${query}`).toBe(422);
      }
    }
    for (const query of [
      "__proto__=1",
      "__proto__[x]=1",
      "constructor=1",
      "constructor.prototype.x=1",
      "hasOwnProperty=1",
    ]) {
      const { status } = await ask(api.url, "GET", `${path}?${query}`, { key: own.allKey });
      expect(status, `${endpoint.name} ${query}`).toBe(422);
    }
  }
  expect(tried).toBeGreaterThan(500);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
  expect(await rowHash(admin, own)).toBe(before);
}, 120_000);

/** Calls an endpoint with a literal of JSON at the leaf, such as JSON.stringify would not write. */
function sendLiteral(endpoint: Endpoint, leaf: Leaf, literal: string): Promise<Answered> {
  const input = withValue({ ...exampleOf(endpoint, own.furniture), ...beside(leaf) }, leaf, "@");
  const { path, rest } = addressed(endpoint, own.workspace.slug, input);
  return ask(api.url, endpoint.method, path, { key: own.allKey, body: JSON.stringify(rest).replace('"@"', literal) });
}

/** What a part of an input needs beside the field that is tried. */
function beside({ path: [part = "", , second] }: Leaf): Record<string, unknown> {
  const needed: Record<string, unknown> = {
    messages: [{ body: "said" }],
    points: [{ at: "2026-01-02T00:00:00Z", value: 1 }],
    company: { name: "Globex" },
    score: {
      inputs: {
        ...(second === "criteria" ? { criteria: [{ name: "Fit", weight: 1, value: 1 }] } : {}),
        ...{ reach: 1, impact: 1, confidence: 1, effort: 1, ease: 1 },
      },
    },
  };
  return part in needed ? { [part]: needed[part] } : {};
}

/** The answer, and what can be read where the answer does not tell it. */
async function returned(endpoint: Endpoint, answer: Answered): Promise<string> {
  if (endpoint.name !== "metric.record") return answer.text;
  const path = `/api/v1/workspaces/${own.workspace.slug}/metrics/${own.furniture.metricKey}/points?limit=200`;
  return (await ask(api.url, "GET", path, { key: own.allKey })).text;
}

/** By its event. */
const takeBack = ({ headers }: Answered) =>
  ask(api.url, "POST", `/api/v1/workspaces/${own.workspace.slug}/events/${headers.get("event-id")}/undo`, {
    key: own.allKey,
  });

const leavesWith = (isWanted: (leaf: Leaf) => boolean) =>
  withBody.flatMap((endpoint) =>
    leavesOf(endpoint.operation.input)
      .filter((leaf) => isWanted(leaf) && !endpoint.params.includes(leaf.path[0] ?? ""))
      .map((leaf) => ({ endpoint, leaf })),
  );

/** Sends every literal to every such field: it is refused, or comes back as it was. Gives how many were taken. */
async function roundTrips(
  isWanted: (leaf: Leaf) => boolean,
  literals: string[],
  isBack: (text: string, literal: string) => boolean,
) {
  const wrong: string[] = [];
  const fields = leavesWith(isWanted);
  const taken = new Map<string, number>();
  for (const { endpoint, leaf } of fields) {
    for (const literal of literals) {
      await makeReady(api.url, endpoint, own);
      const answer = await sendLiteral(endpoint, leaf, literal);
      const told = `${endpoint.name}${pointerOf(leaf)} ${literal} ${answer.status}`;
      if (answer.status === 422 || answer.status === 400) continue;
      taken.set(literal, (taken.get(literal) ?? 0) + 1);
      if (answer.status >= 300) wrong.push(`${told} ${answer.text.slice(0, 200)}`);
      else if (!isBack(await returned(endpoint, answer), literal)) wrong.push(told);
      // A card has room for 20.
      if (endpoint.name === "outcome.create") await takeBack(answer);
    }
  }
  return { wrong, taken, fields: fields.length };
}

it("I12 instants are refused or come back exactly", async () => {
  const good = [
    ...[
      "2024-02-29T12:00:00Z",
      "2026-03-29T02:30:00+01:00",
      "2026-10-25T02:30:00+02:00",
      "1969-12-31T23:59:59.999999Z",
    ],
    ...["2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.1-11:30", "2026-01-01T00:00:00+14:00"],
  ];
  const odd = [
    ...["2026-01-01T00:00:00.1234567Z", "2026-01-01T00:00:00.999999999+05:45", "0001-01-01T00:00:00Z"],
    ...["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-12:00"],
    ...["9999-12-31T23:59:59.9999999Z", "2026-01-01T00:00:00+23:59", "2026-01-01T00:00:00-23:59"],
    ...["2026-01-01T00:00:00-00:00", "2025-02-29T00:00:00Z", "10000-01-01T00:00:00Z", "+010000-01-01T00:00:00Z"],
    ...["-000001-01-01T00:00:00Z", "2026-06-30T23:59:60Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00"],
    ...["2026-01-01", "infinity", "-infinity", "now", "epoch", "", " "],
  ];
  const literals = [...[...good, ...odd].map((text) => JSON.stringify(text)), "1767225600000", "0", "true", "{}"];
  const { wrong, taken, fields } = await roundTrips(
    ({ schema }) => schema instanceof z.ZodISODateTime,
    literals,
    (text, literal) => {
      // Kept to the millisecond, which JavaScript finds by cutting and PostgreSQL by rounding.
      const sent = Date.parse(JSON.parse(literal));
      const back = [...text.matchAll(/"(\d{4}-\d\d-\d\dT[\d:]{8}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"/g)];
      return back.some(([, found = ""]) => [0, /\.\d{4}/.test(literal) ? 1 : 0].includes(Date.parse(found) - sent));
    },
  );
  expect(wrong).toEqual([]);
  expect(fields).toBeGreaterThanOrEqual(8);
  for (const text of good) expect(taken.get(JSON.stringify(text)), text).toBeGreaterThanOrEqual(fields - 2);
}, 60_000);

it("I12 days are refused or come back exactly", async () => {
  const good = ["2024-02-29", "2026-03-29", "2026-12-31"];
  const odd = [
    ...["0001-01-01", "9999-12-31", "0000-01-01", "10000-01-01", "2025-02-29", "2026-02-30", "2026-1-1"],
    ...["2026-01-01T00:00:00Z", "20260101", "infinity", "today", ""],
  ];
  const { wrong, taken, fields } = await roundTrips(
    ({ schema }) => schema instanceof z.ZodISODate,
    [...[...good, ...odd].map((text) => JSON.stringify(text)), "20260101", "0", "[]"],
    (text, literal) => text.includes(literal),
  );
  expect(wrong).toEqual([]);
  expect(fields).toBeGreaterThanOrEqual(10);
  for (const text of good) expect(taken.get(JSON.stringify(text)), text).toBeGreaterThanOrEqual(fields / 2);
}, 60_000);

it("I12 numbers are refused or come back exactly", async () => {
  const literals = [
    ...["-0", "7", "-1", "0.1", "0.30000000000000004", "12.345678901234567", "1.005", "48000.25", "1E+2"],
    ...["999999999999999", "123456789012345.67", "9007199254740993", "-9007199254740993", "1e21", "1e309", "-1e309"],
    ...["5e-324", '"12"', "true"],
  ];
  const { wrong, taken, fields } = await roundTrips(
    ({ schema }) => schema instanceof z.ZodNumber,
    literals,
    (text, literal) => {
      const numbers: string[] = text.match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi) ?? [];
      // Digits beyond what a double holds must not be lost in silence.
      if (/^-?\d{16,}$/.test(literal)) return numbers.includes(literal);
      return numbers.some((found) => Number(found) === Number(literal)) || text.includes(`:${literal}`);
    },
  );
  expect(wrong).toEqual([]);
  expect(fields).toBeGreaterThanOrEqual(20);
  expect(taken.get("7")).toBeGreaterThanOrEqual(15);
  for (const text of ["1e309", "-1e309", "9007199254740993"]) expect(taken.get(text), text).toBeUndefined();
}, 60_000);

it("I12 what was stored at the edges of time and number breaks no read", async () => {
  for (const endpoint of inWorkspace.filter(({ method }) => method === "GET")) {
    const { path, rest } = addressed(endpoint, own.workspace.slug, exampleOf(endpoint, own.furniture));
    const { limit: _, ...asked } = rest;
    const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
    const { status } = await ask(api.url, "GET", `${path}?${query}`, { key: own.allKey });
    expect(status, endpoint.name).toBe(200);
  }
});

it("a status that a help desk gave is no status of the answer", async () => {
  const path = `/api/v1/workspaces/${own.workspace.slug}/feedback`;
  const body = { source: "desk", externalId: "s1", title: "T", status: "created" };
  const { body: made } = await ask(api.url, "POST", path, { key: own.allKey, body });
  expect(made).toMatchObject({ status: "created" });
  expect((await ask(api.url, "GET", `${path}/${(made as { id: string }).id}`, { key: own.allKey })).status).toBe(200);
});

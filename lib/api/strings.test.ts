import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { feedbackRecord } from "#lib/feedback/schema.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { call, exampleOf, type Furnished, furnished, makeReady } from "./testing/call.ts";
import { type Leaf, leavesOf, pointerOf, withValue } from "./testing/leaves.ts";
import { type Answered, ask, startApi } from "./testing.ts";

let api: Awaited<ReturnType<typeof startApi>>;
let own: Furnished;
beforeAll(async () => {
  api = await startApi();
  own = await furnished(api.url, "Strings");
}, 60_000);
afterAll(() => api?.close());

type Field = { endpoint: Endpoint; leaf: Leaf; name: string };

/** Items of a batch are looked at one by one, so their schema is not the operation's. */
const inputOf = ({ name, operation }: Endpoint) =>
  name === "feedback.batch" ? z.object({ items: z.array(feedbackRecord) }) : operation.input;
const inAddress = ({ endpoint, leaf }: Field) =>
  endpoint.params.includes(leaf.path[0] ?? "") ||
  ["GET", "DELETE"].includes(endpoint.method) ||
  endpoint.operation.kind === "upload";

const fields: Field[] = endpoints
  .filter(({ inWorkspace }) => inWorkspace)
  .flatMap((endpoint) =>
    leavesOf(inputOf(endpoint)).map((leaf) => ({ endpoint, leaf, name: `${endpoint.name}${pointerOf(leaf)}` })),
  )
  .filter(({ leaf: { schema } }) => schema instanceof z.ZodString || schema instanceof z.ZodStringFormat);

function send({ endpoint, leaf }: Field, value: string): Promise<Answered> {
  const example = exampleOf(endpoint, own.furniture);
  const base = Object.fromEntries(beside.filter(([part]) => leaf.path.includes(part)));
  // A company has an id, or a name that it gets.
  if (endpoint.name === "request.create" && leaf.path[0] === "companyName") base.companyId = null;
  // A reason is kept with what it is the reason for.
  if (endpoint.name === "initiative.update" && leaf.path[0] === "reason") base.title = crypto.randomUUID();
  const input = endpoint.name === "feedback.batch" ? { items: [{ title: "T", ...base }] } : { ...example, ...base };
  return call(api.url, endpoint, own.workspace.slug, withValue(input, leaf, value), { key: own.allKey });
}

/** The fields that an answer complains of; a batch complains in its items. */
function complaints({ body }: Answered): string[] {
  type Complaining = { errors?: { pointer: string }[]; results?: Complaining[] };
  const { errors = [], results = [] } = body as Complaining;
  return [...errors, ...(results[0]?.errors ?? [])].map(({ pointer }) => pointer);
}

it("I3 no string field takes NUL or half of a surrogate pair", async () => {
  expect(fields.length).toBeGreaterThan(150);
  for (const field of fields) {
    const { endpoint, leaf, name } = field;
    // Half a pair cannot be said in an address: that would not be UTF-8.
    for (const bad of inAddress(field) ? ["a\u0000b"] : ["a\u0000b", "a\ud83d", "\udc00b"]) {
      const answer = await send(field, bad);
      if (endpoint.params.includes(leaf.path[0] ?? "")) {
        expect(answer.status, name).toBe(404);
        continue;
      }
      expect(answer.status, `${name} ${answer.text}`).toBe(endpoint.name === "feedback.batch" ? 200 : 422);
      expect(complaints(answer), name).toContain(pointerOf(leaf));
    }
  }
}, 60_000);

/** What a part of an input needs beside the field that is tried. */
const beside: [part: string, needed: unknown][] = [
  ["horizonNames", { now: "a", next: "b", later: "c", done: "d" }],
  ["setAsideReasons", [{ key: "k", label: "K" }]],
  ["externalIds", [{ source: "crm" }]],
  ["messages", [{ body: "said" }]],
  ["score", { inputs: { criteria: [{ weight: 1, value: 1 }] } }],
  ["contact", {}],
  ["company", {}],
];

const within = (path: string) =>
  `/api/v1/workspaces/${own.workspace.slug}${path.replace(/\{(\w+)\}/, (_, name) => own.furniture[name as "ideaId"])}`;
const read = async (path: string) => (await ask(api.url, "GET", within(path), { key: own.allKey })).body;

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsIn(inner)]);
}

/** Every text in the answer, in what it names and in the history. */
async function returned({ endpoint }: Field, { body }: Answered): Promise<string[]> {
  type Named = {
    results?: { id: string }[];
    company?: { id: string };
    contact?: { id: string };
    feedback?: { id: string };
  };
  const { results, company, contact, feedback } = body as Named;
  const id = results?.[0]?.id ?? feedback?.id;
  const made = id === undefined ? undefined : ((await read(`/feedback/${id}`)) as Named);
  const more = [company, made?.company].map((found) => found && read(`/companies/${found.id}`));
  const people = [contact, made?.contact].map((found) => found && read(`/contacts/${found.id}`));
  const points = endpoint.name === "metric.record" ? read("/metrics/{metricKey}/points") : null;
  const history = read("/events?order=desc&limit=3");
  return stringsIn([body, made, ...(await Promise.all([...more, ...people, points, history]))]);
}

/** A text of exactly `length` UTF-16 units that begins in its own way, without breaking a pair. */
function filled(unit: string, length: number): string {
  const room = Math.max(0, length - 8);
  const whole = unit.repeat(Math.floor(room / unit.length));
  return crypto.randomUUID().slice(0, Math.min(8, length)) + whole + "x".repeat(room - whole.length);
}

it("I3 every other text is stored and returned as it was sent, up to the limit of its field", async () => {
  const texts = fields.filter(
    (field): field is Field & { leaf: { schema: z.ZodString } } =>
      // No key, no currency, no time zone: those take only some words.
      !inAddress(field) && field.leaf.schema instanceof z.ZodString && field.leaf.schema.safeParse("語").success,
  );
  const odd = "\u202Eabc\u200B\u200D e\u0301\u00e9 👩‍👩‍👧 \ufeff\u2028 ﷽\ttab";
  const wrong: string[] = [];
  let tried = 0;
  for (const field of texts) {
    const { endpoint, leaf, name } = field;
    const most = leaf.schema.maxLength ?? 0;
    expect(most, `${name} has no limit`).toBeGreaterThan(0);
    for (const value of [filled(odd, Math.min(most, 8 + odd.length)), filled("語", most), filled("🙂", most)]) {
      tried++;
      await makeReady(api.url, endpoint, own);
      // A quote is a passage of what was said.
      if (name === "evidence.link/quote") {
        await ask(api.url, "PATCH", within("/feedback/{feedbackId}"), { key: own.allKey, body: { body: value } });
      }
      const answer = await send(field, value);
      if (answer.status >= 300) wrong.push(`${name} ${answer.status} ${answer.text.slice(-120)}`);
      else if (!(await returned(field, answer)).includes(value)) wrong.push(`${name} ${value.slice(0, 20)}`);
    }
    const over = await send(field, filled("é", most + 1));
    if (endpoint.name !== "feedback.batch" && over.status !== 422) wrong.push(`${name} takes ${most + 1}`);
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(200);
}, 120_000);

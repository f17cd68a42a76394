import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { type Asked, call, exampleOf, type Furnished, furnished } from "./testing/call.ts";
import { type Answered, startApi } from "./testing.ts";

/** What a list, a count, a search or a history could tell of somebody else's workspace. */

const canary = "CANARY-T14";
let api: Awaited<ReturnType<typeof startApi>>;
let b: Furnished;
beforeAll(async () => {
  api = await startApi();
  // The words of both are the same but for the mark, so that whatever finds B's could find A's.
  b = await furnished(api.url, "T14-own");
}, 60_000);
afterAll(() => api?.close());

const reads = endpoints.filter(
  ({ inWorkspace, method, operation }) => inWorkspace && method === "GET" && operation.kind === "query",
);

type Question = { endpoint: Endpoint; input: Record<string, unknown>; name: string };

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault) {
    inner = inner.unwrap();
  }
  return inner instanceof z.ZodArray ? bare(inner.element) : inner;
}

const words = [
  canary,
  canary.toLowerCase(),
  "CANARY",
  "every quarter",
  "every",
  "T14",
  "T14-own-title-1",
  "own",
  "definition",
];
const operators = ["from:", "company:", "tag:", "is:", "-", '"'];

/** What is tried for a parameter: each choice where there are choices, words that both or only A use, A's ids. */
function valuesFor(schema: z.core.$ZodType, foreign: string[]): unknown[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodEnum) return inner.options;
  if (inner instanceof z.ZodBoolean) return [true, false];
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => valuesFor(option, foreign));
  if (inner instanceof z.ZodStringFormat) return [...foreign, "2020-01-01", "2020-01-01T00:00:00Z", "2030-01-01"];
  if (inner instanceof z.ZodString)
    return [...words, ...operators.flatMap((operator) => [`${operator}${canary}`, `${operator}every`])];
  if (inner instanceof z.ZodNumber) return [1, 200];
  return [];
}

/** Every read as it is, and with each of its parameters, those to come included. */
function questions(foreign: string[]): Question[] {
  return reads.flatMap((endpoint) => {
    const example = exampleOf(endpoint, b.furniture);
    const shape: Record<string, z.core.$ZodType> = endpoint.operation.input.shape;
    const tried = Object.entries(shape)
      .filter(([name]) => !endpoint.params.includes(name))
      .flatMap(([name, schema]) =>
        valuesFor(schema, foreign).map((value) => ({
          endpoint,
          input: { ...example, [name]: bare(schema) === schema || !isList(schema) ? value : [value] },
          name: `${endpoint.name} ${name}=${value}`,
        })),
      );
    const { limit: _, ...whole } = example;
    return [{ endpoint, input: whole, name: endpoint.name }, ...tried];
  });
}

function isList(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return isList(schema.unwrap());
  }
  return schema instanceof z.ZodArray;
}

/** An answer without what differs from one time to the next. */
const lasting = ({ status, text }: Answered) =>
  `${status} ${text.replace(/"(requestId|lastUsedAt|lastSeenAt)":("[^"]*"|null)/g, "")}`;

async function answers(asked: Question[], slug: string, who: Asked): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < asked.length; at += 4) {
    await Promise.all(
      asked.slice(at, at + 4).map(async ({ endpoint, input, name }) => {
        found.set(name, lasting(await call(api.url, endpoint, slug, input, who)));
      }),
    );
  }
  return found;
}

describe("another workspace", () => {
  it("T14 changes no list, no count, no search and no history of this one, and shows in none", async () => {
    const strange = "01890000-0000-7000-8000-00000000abcd";
    const alone = await answers(questions([strange]), b.workspace.slug, { key: b.allKey });
    expect(alone.size).toBeGreaterThan(200);
    const a = await furnished(api.url, canary);
    const cookie = await b.cookie("viewer");
    const foreign = Object.values(a.furniture).filter((id) => /^[0-9a-f-]{36}$/.test(id));
    const asked = questions([strange, ...foreign.slice(0, 8)]);
    const beside = await answers(asked, b.workspace.slug, { key: b.allKey });
    const differing = [...alone].filter(([name, answer]) => beside.get(name) !== answer).map(([name]) => name);
    expect(differing).toEqual([]);
    // A's ids are as unknown as one that nobody has, also to a person.
    const asPerson = await answers(
      asked.filter(({ name }) => /[0-9a-f-]{36}/.test(name)),
      b.workspace.slug,
      { cookie },
    );
    const ofA = new RegExp(`${canary}|${foreign.join("|")}`, "i");
    /** Without what was asked for, and without the value of an operator, which a note may quote. */
    const echoless = (answer: string, question: string) =>
      answer.replaceAll(question, "").replaceAll(question.replace(/^\w+:/, ""), "");
    // What somebody asked for may be said back to them, but nothing else may.
    const told = [...beside, ...asPerson].filter(([name, answer]) =>
      ofA.test(echoless(answer, name.split("=")[1] ?? "-")),
    );
    expect(told.map(([name, answer]) => `${name} ${answer.slice(0, 200)}`)).toEqual([]);
    const idQuestions = asked.filter(({ name }) => foreign.some((id) => name.endsWith(`=${id}`)));
    expect(idQuestions.length).toBeGreaterThan(20);
    for (const { name } of idQuestions) {
      const other = name.replace(/=.*/, `=${strange}`);
      expect(beside.get(name), name).toBe(beside.get(other));
    }
  }, 120_000);

  it("T14 shows nothing of itself to who does not belong to it, whatever is asked", async () => {
    const a = await furnished(api.url, canary);
    const asked = questions([]).map((question) => ({ ...question, input: withIdsOf(a, question) }));
    for (const who of [{}, { key: b.allKey }, { cookie: await b.cookie("owner") }]) {
      const found = await answers(asked, a.workspace.slug, who);
      const expected = Object.keys(who).length === 0 ? "401" : "404";
      const wrong = [...found].filter(([, answer]) => !answer.startsWith(expected) || answer.includes(canary));
      expect(wrong.map(([name]) => name)).toEqual([]);
    }
  }, 120_000);
});

const withIdsOf = (a: Furnished, { endpoint, input }: Question) => ({
  ...input,
  ...Object.fromEntries(
    Object.entries(exampleOf(endpoint, a.furniture)).filter(([name]) => endpoint.params.includes(name)),
  ),
});

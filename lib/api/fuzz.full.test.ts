import { Agent, type IncomingHttpHeaders, request } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endpoints } from "./endpoints.ts";
import { exampleOf, type Furnished, furnished } from "./testing/call.ts";
import {
  addressOf,
  brokenRequest,
  type Documented,
  documented,
  type Request,
  validRequest,
} from "./testing/from-document.ts";
import type { Known } from "./testing/from-schema.ts";
import { startApi } from "./testing.ts";

/** What no document-shaped request, whole or broken, may bring about: an error of ours, or an answer that tells of the inside. */

/** Its answer has no end. `streams.test.ts` and `listen.ts` read it. */
const leftOut = ["event.stream"];
const casesOfAKind = 100;
const atOnce = 4;

let api: Awaited<ReturnType<typeof startApi>>;
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
beforeAll(async () => {
  // Its rate limit is a million a minute.
  api = await startApi();
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await api?.close();
});

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** As it is written: no client tidies the address or the headers. */
function answerTo(operation: Documented, asked: Request, own: Furnished, cookie: string): Promise<Answer> {
  const by: Record<Request["who"], Record<string, string>> = {
    key: { authorization: `Bearer ${own.allKey}` },
    owner: { cookie, origin: api.url },
    wrong: { authorization: "Bearer tl_nobodys" },
    nobody: {},
  };
  const { hostname, port } = new URL(api.url);
  const length = asked.body ? { "content-length": String(asked.body.length) } : {};
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ hostname, port, agent, method: operation.method, path: addressOf(operation, asked) },
      headers: { ...by[asked.who], ...length, ...asked.headers },
      timeout: 30_000,
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.on("error", reject);
    sent.on("response", (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      answer.on("error", reject);
    });
    sent.end(asked.body ?? undefined);
  });
}

/** What only SQL, the driver, a file of ours or a stack says. */
const inside = [
  /\b(?:select|insert\s+into|update|delete\s+from)\b[^"]{1,300}\b(?:from|values|set|where|returning)\b/i,
  /\b(?:relation|column|constraint|operator|function) \\?"|violates|SQLSTATE|PostgresError|syntax error|drizzle|DrizzleQuery|invalid input (?:syntax|value)/i,
  /node_modules|node:internal|file:\/\/|\.(?:ts|mjs|js):\d+|\/(?:lib|db|app|work|home|usr|tmp)\//,
  /\bat (?:async )?[\w.<>]+ \(|^\s+at /m,
  /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|ZodError)\b|undefined is not|is not a function|Cannot read prop/,
];

/** What is wrong with an answer; null when nothing is. */
function wrongIn({ status, headers, text }: Answer): string | null {
  if (status >= 500) return "a server error";
  if (status < 400) return status >= 200 && status < 300 ? null : "neither success nor a problem";
  if (headers["content-type"] !== "application/problem+json") return `content-type ${headers["content-type"]}`;
  const body = JSON.parse(text) as Record<string, unknown>;
  const said = [body.type, body.title, body.requestId].every((part) => typeof part === "string" && part !== "");
  if (!said || body.status !== status || body.requestId !== headers["x-request-id"])
    return "parts of a problem are missing";
  return inside.find((pattern) => pattern.test(text))?.source ?? null;
}

/** The ids of a workspace by the fields that take them. */
function knownTo(operation: Documented, { workspace, furniture }: Furnished): Known {
  const ids = new Set<unknown>(Object.values(furniture));
  const known = new Map<string, unknown[]>([
    ["workspace", [workspace.slug]],
    ["ownerId", [furniture.userId]],
    ["afterId", [furniture.initiativeId, furniture.spareInitiativeId]],
  ]);
  for (const endpoint of endpoints) {
    for (const [name, value] of Object.entries(exampleOf(endpoint, furniture))) {
      const isOwn = endpoint.name === operation.operationId;
      const some = (Array.isArray(value) ? value : [value]).filter((one) => ids.has(one));
      if (some.length > 0 && (isOwn || (name !== "id" && name !== "key"))) {
        known.set(name, [...(known.get(name) ?? []), ...some]);
      }
    }
  }
  return known;
}

const statuses = new Map<number, number>();
const succeeded = new Set<string>();

/** Tries one operation in a workspace of its own, and says what went wrong. */
async function tried(operation: Documented): Promise<string[]> {
  const own = await furnished(api.url, "Fuzz");
  const known = knownTo(operation, own);
  const wrong: string[] = [];
  for (const requests of [validRequest, brokenRequest]) {
    const property = fc.asyncProperty(requests(operation, known), async (asked) => {
      const cookie = asked.who === "owner" ? await own.cookie("owner") : "";
      const answer = await answerTo(operation, asked, own, cookie);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status < 300) succeeded.add(operation.operationId);
      const trouble = wrongIn(answer);
      if (trouble)
        throw new Error(
          `${trouble}: ${answer.status} ${answer.text.slice(0, 400)}, sent: ${asked.body?.toString().slice(0, 500)}`,
        );
    });
    await fc
      .assert(property, { numRuns: casesOfAKind, endOnFailure: true })
      .catch((error: Error) =>
        wrong.push(`${operation.operationId}: ${error.message.slice(0, 2_000)} ${error.cause ?? ""}`),
      );
  }
  return wrong;
}

it("I2 200 cases of every operation, valid and broken, bring about no error of ours and tell nothing of the inside", async () => {
  const names = documented.map(({ operationId }) => operationId);
  for (const name of leftOut) expect(names).toContain(name);
  const waiting = documented.filter(({ operationId }) => !leftOut.includes(operationId));
  expect(waiting.length).toBeGreaterThanOrEqual(99);
  statuses.clear();
  const wrong: string[] = [];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) wrong.push(...(await tried(next)));
  };
  const tries = waiting.length * 2 * casesOfAKind;
  await Promise.all(Array.from({ length: atOnce }, work));
  expect(wrong).toEqual([]);
  const sum = [...statuses.values()].reduce((all, count) => all + count, 0);
  expect(sum).toBe(tries);
  // Both were tried: what is carried out, and every way to be refused.
  expect(succeeded.size).toBeGreaterThanOrEqual(85);
  for (const status of [200, 201, 400, 401, 404, 412, 415, 422])
    expect(statuses.get(status), String(status)).toBeGreaterThan(10);
});

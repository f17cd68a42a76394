import { afterAll, beforeAll, expect, it } from "vitest";
import type { Input } from "#lib/api/client.ts";
import { listFeedback } from "#lib/feedback/queries.ts";
import { findAnything } from "#lib/search/queries.ts";
import { startOwnApi } from "./testing.ts";

/** What the API keeps is what would be read anew, whatever comes in between. */

let own: Awaited<ReturnType<typeof startOwnApi>>;
beforeAll(async () => {
  own = await startOwnApi();
});
afterAll(() => own?.close());

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await own.send(method, path, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body as { id: string; data: { id: string }[] };
};

type List = Input<"feedback.list">;
type Search = Input<"search.find">;
const words = ["walrus", "export", "printer", "audit"];
const lists: List[] = [
  {},
  { limit: 3 },
  { limit: 3, sort: "occurredAt" },
  { state: ["inbox"], limit: 4 },
  { state: ["reviewed"] },
  { tag: ["export"], limit: 2 },
  { tag: ["export", "urgent"] },
  { source: "desk", sort: "occurredAt" },
  { kind: ["bug"] },
  { q: "walrus", limit: 2 },
  { q: "-walrus tag:export" },
  { q: "company:acme", sort: "occurredAt" },
  { q: "from:ann audit" },
  { q: "print", state: ["inbox"], source: "desk" },
  { q: "of", state: ["inbox"] },
  { q: '"the"', tag: ["export"], limit: 2 },
];
const searches: Search[] = [
  ...words.map((q) => ({ q, limit: 4 })),
  { q: "wal" },
  { q: '"walrus export"' },
  { q: "acme crop" },
  { q: "acne", limit: 1 },
  { q: "systens", type: ["company"], limit: 6 },
  { q: "company:acme walrus" },
  { q: "company:nobody" },
  { q: "tag:export is:inbox" },
  { q: "ann", type: ["contact"] },
  { q: "qwertzuiop" },
];

const parametersOf = (input: List | Search) => {
  const all = Object.entries(input).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));
  return new URLSearchParams(all).toString();
};

/** The first and, through a cursor that was given at the beginning, a later page of each list; and each search. */
async function expectAsIfRead(cursors: Map<List, string>) {
  const { viewer } = own.actors;
  const pages = [...lists, ...[...cursors].map(([list, cursor]) => ({ ...list, cursor }))];
  for (const input of pages) {
    const given = await call("GET", `/feedback?${parametersOf(input)}`);
    expect(given, JSON.stringify(input)).toEqual(await listFeedback(viewer, input));
  }
  for (const input of searches) {
    const given = await call("GET", `/search?${parametersOf(input)}`);
    expect(given, JSON.stringify(input)).toEqual(await findAnything(viewer, input));
  }
}

/** The same numbers at every run. */
let seed = 7;
const pick = <T>(list: readonly T[]): T => {
  seed = (seed * 48_271) % 2_147_483_647;
  return list[seed % list.length] as T;
};

const ticket = (n: number) => ({
  title: `${pick(words)} ${pick(words)} ${n}`,
  tags: pick([[], ["export"], ["urgent"], ["export", "urgent"]]),
  kind: pick(["bug", "request", null]),
  occurredAt: new Date(Date.UTC(2026, 0, pick([1, 2, 3, 4, 5]), n)).toISOString(),
  ...pick([{}, { source: "desk", externalId: String(n) }]),
  ...pick([
    {},
    { company: { name: "Acme Corp" } },
    { company: { name: pick(["Acme Crop", `Other ${n}`, `Blue ${n} Systems`]) } },
    { contact: { name: pick(["Ann Lee", `Ann ${n}`]), email: `${pick(["ann", `ann-${n}`])}@acme.example` } },
  ]),
});

it("after any sequence of new tickets, customers and changes, everybody is given what there is", async () => {
  for (let n = 0; n < 12; n++) await call("POST", "/feedback", ticket(n));
  const cursors = new Map<List, string>();
  for (const list of lists) {
    const { nextCursor } = await listFeedback(own.actors.viewer, list);
    if (nextCursor) cursors.set(list, nextCursor);
  }
  expect(cursors.size).toBeGreaterThan(3);
  await expectAsIfRead(cursors);
  for (let n = 12; n < 40; n++) {
    const deed = pick(["ticket", "ticket", "ticket", "ticket", "batch", "customers", "done", "delete", "rename"]);
    const { data } = await call("GET", "/feedback?state=inbox");
    const any = pick(data)?.id;
    if (deed === "batch") await call("POST", "/feedback/batch", { items: [ticket(n), ticket(n + 100)] });
    else if (deed === "customers") {
      await call("POST", "/companies", { name: pick(["Acme Corporation", "Systena", "Walrus", "Nobody"]) + n });
      await call("POST", "/contacts", { name: `Ann ${n}`, email: `new-${n}@acme.example` });
    } else if (deed === "done") await call("POST", `/feedback/${any}/review`, {});
    else if (deed === "delete") await call("DELETE", `/feedback/${any}`);
    else if (deed === "rename") {
      const companies = await call("GET", "/companies");
      await call("PATCH", `/companies/${pick(companies.data)?.id}`, { name: `Acme ${n}` });
    } else await call("POST", "/feedback", ticket(n));
    await expectAsIfRead(cursors);
  }
}, 120_000);

import { afterAll, beforeAll, expect, test } from "vitest";
import { brokenInvariants } from "#db/testing/invariants.ts";
import { here } from "#lib/core/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { startOwnApi } from "./testing/own-database.ts";
import { type Answered, ask } from "./testing.ts";

/** Five people and programs at the same idea, its evidence and its card, all at once, over and over. */

const rounds = 200;
/** The invariants look through the whole database, which takes longer than a round: they are asked every so many. */
const lookedAtEvery = 20;
const pieces = 4;

let api: Awaited<ReturnType<typeof startOwnApi>>;
let w: TestWorkspace;

beforeAll(async () => {
  api = await startOwnApi(12);
  w = await newTestWorkspace();
}, 60_000);
afterAll(() => api?.close());

type Answers = Record<string, Record<number, number>>;

/** Somebody with a key of their own. What they are answered is counted by what they did. */
async function somebody(answers: Answers) {
  const key = await w.key();
  return async (what: string, method: string, path: string, body?: object): Promise<Answered> => {
    const answer = await ask(api.url, method, `/api/v1/workspaces/${w.workspace.slug}${path}`, { key, body });
    const counts = answers[what] ?? {};
    answers[what] = counts;
    counts[answer.status] = (counts[answer.status] ?? 0) + 1;
    if (answer.status >= 500) throw new Error(`${what}: ${answer.status} ${answer.text}`);
    return answer;
  };
}

const eventOf = (answer: Answered) => answer.headers.get("event-id");
const idOf = (answer: Answered) => (answer.body as { id: string }).id;

/** What a help desk says of a ticket in a round: of one company or another, which pays this or that. */
const ticket = (n: number, round: number) => ({
  source: "desk",
  externalId: `${n}`,
  title: `Ticket ${n}`,
  body: `As of round ${round}`,
  occurredAt: new Date(Date.UTC(2026, 0, 1 + ((round * 7 + n) % 28))).toISOString(),
  contact: { externalId: `u-${n}`, name: `Person ${n}` },
  company: { externalId: `org-${(n + round) % 3}`, name: `Company ${(n + round) % 3}`, arr: 1_000 * (1 + (round % 5)) },
});

test("C5 edits, deletions, imports, links and moves of one idea at once keep everything true, and nobody is refused", async () => {
  const answers: Answers = {};
  const [editor, remover, importer, linker, planner] = await Promise.all(
    Array.from({ length: 5 }, () => somebody(answers)),
  );
  if (!editor || !remover || !importer || !linker || !planner) throw new Error("five actors");

  const ideaId = idOf(await editor("make", "POST", "/ideas", { title: "The idea" }));
  const otherId = idOf(await editor("make", "POST", "/ideas", { title: "Another" }));
  const cardId = idOf(await planner("make", "POST", "/initiatives", { title: "The card", ideaIds: [ideaId] }));
  const beside = idOf(await planner("make", "POST", "/initiatives", { title: "Beside it" }));
  const items = Array.from({ length: pieces }, (_, n) => ticket(n, 0));
  const made = (await importer("make", "POST", "/feedback/batch", { items })).body as { results: { id: string }[] };
  const feedback = made.results.map(({ id }) => id);
  for (const id of feedback) await linker("make", "PUT", `/feedback/${id}/ideas/${ideaId}`, {});
  const { data: stages } = (await editor("make", "GET", "/idea-stages")).body as { data: { id: string }[] };
  const of = <T>(list: T[], n: number): T => list[n % list.length] as T;

  const actors: ((round: number) => Promise<unknown>)[] = [
    async (round) => {
      await editor("edit idea", "PATCH", `/ideas/${ideaId}`, { title: `R${round}`, stageId: of(stages, round).id });
      await editor("edit feedback", "PATCH", `/feedback/${of(feedback, round)}`, { tags: [`r${round}`] });
    },
    async (round) => {
      const id = of(feedback, round + 1);
      if (round % 2) {
        const event = eventOf(await remover("delete idea", "DELETE", `/ideas/${ideaId}`));
        if (event) await remover("restore idea", "POST", `/events/${event}/undo`);
      }
      await remover("delete feedback", "DELETE", `/feedback/${id}`);
      await remover("restore feedback", "POST", `/feedback/${id}/restore`);
    },
    async (round) => {
      await importer("import", "POST", "/feedback/batch", { items: items.map((_, n) => ticket(n, round)) });
      await importer("upsert", "PUT", `/feedback/by-external/desk/${round % pieces}`, {
        title: `Ticket of round ${round}`,
        company: { externalId: `org-${round % 3}`, name: `Company ${round % 3}`, arr: 777 + round },
      });
    },
    async (round) => {
      for (const id of [of(feedback, round), of(feedback, round + 1)]) {
        await linker("unlink", "DELETE", `/feedback/${id}/ideas/${ideaId}`);
        await linker("link", "PUT", `/feedback/${id}/ideas/${ideaId}`, { importance: "must" });
      }
      const other = `/feedback/${of(feedback, round + 2)}/ideas/${otherId}`;
      await linker(round % 2 ? "link" : "unlink", round % 2 ? "PUT" : "DELETE", other, round % 2 ? {} : undefined);
    },
    async (round) => {
      const horizon = of(["now", "next", "later"], round);
      await planner("move", "POST", `/initiatives/${cardId}/move`, { horizon, afterId: null });
      await planner("plan", "PATCH", `/initiatives/${beside}`, { ideaIds: round % 2 ? [ideaId] : [] });
      await planner("plan", "PATCH", `/initiatives/${cardId}`, { ideaIds: round % 2 ? [] : [ideaId] });
    },
  ];

  const began = performance.now();
  const slowest: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const from = performance.now();
    await Promise.all(actors.map((act) => act(round)));
    slowest.push(performance.now() - from);
    if (round % lookedAtEvery === 0) expect(await brokenInvariants(api.admin), `after round ${round}`).toEqual({});
  }
  const [seen] = await api.admin`select deadlocks::int from pg_stat_database where datname = current_database()`;
  slowest.sort((a, b) => a - b);
  console.log(
    JSON.stringify({
      seconds: Math.round((performance.now() - began) / 1_000),
      medianRound: Math.round(slowest[rounds >> 1] ?? 0),
      slowestRound: Math.round(slowest.at(-1) ?? 0),
      deadlocks: seen?.deadlocks,
      answers,
    }),
  );
  const statuses = Object.values(answers).flatMap((counts) => Object.keys(counts).map(Number));
  expect(statuses.filter((status) => ![200, 201, 204, 404, 409].includes(status))).toEqual([]);
  // They did meet, and did not only refuse each other.
  const done = (what: string) =>
    Object.entries(answers[what] ?? {}).reduce((sum, [status, n]) => sum + (Number(status) < 300 ? n : 0), 0);
  const deeds = ["edit idea", "edit feedback", "delete idea", "restore idea", "delete feedback", "restore feedback"];
  for (const what of [...deeds, "upsert", "link", "unlink", "move", "plan"]) {
    expect(done(what), what).toBeGreaterThan(rounds / 10);
  }
  expect(done("import")).toBe(rounds);
  expect(answers.link?.[404] ?? 0, "somebody linked to an idea that was just gone").toBeGreaterThan(0);
  expect(slowest.at(-1)).toBeLessThan(here(15_000));
}, 180_000);

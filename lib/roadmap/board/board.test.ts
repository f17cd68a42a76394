import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { updateCompany } from "#lib/customers/companies/commands.ts";
import { createIdea, deleteIdea } from "#lib/ideas/commands.ts";
import { linkEvidence, unlinkEvidence } from "#lib/ideas/evidence/commands.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { recordPoints, updateMetric } from "#lib/metrics/commands.ts";
import { createObjective, updateObjective } from "#lib/objectives/commands.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import {
  createInitiative,
  createOutcome,
  deleteInitiative,
  moveInitiative,
  reopenInitiative,
  reviewOutcome,
  setAsideInitiative,
  updateInitiative,
} from "../commands.ts";
import { getRoadmap } from "../queries.ts";
import { ago, dayAgo, roadmapOf } from "../testing.ts";

let w: TestWorkspace;
let editor: Actor;
let viewer: Actor;
let board: ReturnType<typeof roadmapOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  ({ editor, viewer } = w.actors);
  board = roadmapOf(editor);
});

const read = () => getRoadmap(viewer, {});
const columns = async () =>
  Object.fromEntries((await read()).columns.map(({ horizon, cards }) => [horizon, cards.map(({ title }) => title)]));
const cardOf = async (id: string) => {
  const card = (await read()).columns.flatMap(({ cards }) => cards).find((each) => each.id === id);
  if (!card) throw new Error("the card is not on the board");
  return card;
};

describe("the board", () => {
  test("of an empty workspace has its four columns by the workspace's own names", async () => {
    expect(await read()).toEqual({
      columns: ["now", "next", "later", "done"].map((horizon) => ({
        horizon,
        name: horizon.charAt(0).toUpperCase() + horizon.slice(1),
        count: 0,
        cards: [],
      })),
      objectives: [],
      metrics: [],
      setAsideCount: 0,
    });
  });

  test("holds everything a card shows", async () => {
    const tables = tablesOf(w.workspace.id);
    const companyId = await tables.company("Initech", { arr: 48_000 });
    const feedbackId = await tables.feedback("Export the log", { companyId });
    const { id: ideaId } = await createIdea(editor, { title: "Auditors cannot get the log" });
    await linkEvidence(editor, { id: feedbackId, ideaId });
    const direct = await createObjective(editor, { title: "Enterprise ready" });
    const through = await createObjective(editor, { title: "Through a key result" });
    const keyResult = await createKeyResult(editor, { id: through.id, title: "Certificate" });
    const metricId = await board.metric(
      "exports",
      Array.from({ length: 40 }, (_, i) => i),
    );
    const { id } = await createInitiative(editor, {
      title: "Auditors get what they need",
      problem: "x".repeat(500),
      horizon: "now",
      ownerId: viewer.id,
      confidence: 60,
      ideaIds: [ideaId],
      objectiveIds: [direct.id],
      keyResultIds: [keyResult.id],
    });
    await createOutcome(editor, { id, metricId, expected: 79, dueOn: dayAgo(-100), confidence: 70 });
    const answer = await read();
    expect(answer.columns[0]?.cards[0]).toMatchObject({
      id,
      problem: "x".repeat(200),
      owner: { id: viewer.id, name: "The viewer" },
      confidence: 60,
      objectiveIds: [direct.id, through.id],
      ideaCount: 1,
      demand: { feedback: 1, companies: 1, arr: 48_000 },
      thread: { feedback: true, idea: true, objective: true, outcome: true },
      outcomes: [{ metricId, baseline: 39, expected: 79, confidence: 70, pace: "on_track", verdict: null }],
    });
    expect(answer.objectives.map(({ title }) => title)).toEqual(["Enterprise ready", "Through a key result"]);
    const [metric] = answer.metrics;
    expect(metric?.series).toEqual(Array.from({ length: 30 }, (_, i) => i + 10));
    expect(metric).toMatchObject({ key: "exports", unit: "number", latest: { value: 39 } });
    const bare = await board.card("Nothing yet");
    expect((await cardOf(bare)).thread).toEqual({ feedback: false, idea: false, objective: false, outcome: false });
  });

  test("shows cards in their order, and neither deleted nor set-aside ones", async () => {
    const [a, b, c] = [await board.card("a", "next"), await board.card("b", "next"), await board.card("c", "next")];
    await moveInitiative(editor, { id: c, horizon: "next", afterId: null });
    expect((await columns()).next).toEqual(["c", "a", "b"]);
    await setAsideInitiative(editor, { id: a, reason: "not_now" });
    await deleteInitiative(editor, { id: b });
    const answer = await read();
    expect(answer.columns[1]).toMatchObject({ count: 1, cards: [{ title: "c" }] });
    expect(answer.setAsideCount).toBe(1);
  });

  test("shows the 200 that were done last, in their order, and says how many there are", async () => {
    await database().transact({ workspaceId: w.workspace.id, mode: "write" }, ({ tx }) =>
      tx.execute(sql`
        insert into initiatives (workspace_id, id, number, title, horizon, horizon_since, position)
        select ${w.workspace.id}::uuid, gen_random_uuid(), n, 'card ' || n, 'done', now() - n * interval '1 hour',
          'b' || lpad(n::text, 3, '0') || 'V' from generate_series(1, 230) n`),
    );
    const done = (await read()).columns[3];
    expect(done?.count).toBe(230);
    expect(done?.cards.map(({ title }) => title)).toEqual(Array.from({ length: 200 }, (_, i) => `card ${i + 1}`));
  });
});

describe("what was written is on the board at once", () => {
  test("whatever it was, and whoever wrote it", async () => {
    const tables = tablesOf(w.workspace.id);
    const companyId = await tables.company("Initech", { arr: 10 });
    const feedbackId = await tables.feedback("Export the log", { companyId });
    const { id: ideaId } = await createIdea(editor, { title: "An idea" });
    const { id: objectiveId } = await createObjective(editor, { title: "O" });
    const metricId = await board.metric("exports", [1]);
    const id = await board.card("a", "next");
    expect((await cardOf(id)).ideaCount).toBe(0);
    await updateInitiative(editor, { id, title: "b", ideaIds: [ideaId], objectiveIds: [objectiveId] });
    expect(await cardOf(id)).toMatchObject({ title: "b", ideaCount: 1, demand: { feedback: 0 } });
    await linkEvidence(editor, { id: feedbackId, ideaId });
    expect((await cardOf(id)).demand).toEqual({ feedback: 1, companies: 1, arr: 10 });
    await updateCompany(editor, { id: companyId, arr: 48_000 });
    expect((await cardOf(id)).demand.arr).toBe(48_000);
    await unlinkEvidence(editor, { id: feedbackId, ideaId });
    expect((await cardOf(id)).demand).toEqual({ feedback: 0, companies: 0, arr: 0 });
    const outcome = await createOutcome(editor, { id, metricId, expected: 2 });
    expect((await read()).metrics).toMatchObject([{ series: [1] }]);
    await recordPoints(editor, { key: "exports", points: [{ at: ago(-0.01), value: 5 }] });
    expect((await read()).metrics).toMatchObject([{ series: [1, 5], latest: { value: 5 } }]);
    await updateMetric(editor, { key: "exports", name: "Renamed" });
    expect((await read()).metrics).toMatchObject([{ name: "Renamed" }]);
    await moveInitiative(editor, { id, horizon: "now" });
    expect(await cardOf(id)).toMatchObject({ horizon: "now", outcomes: [{ baseline: 5 }] });
    await reviewOutcome(editor, { id, outcomeId: outcome.id, verdict: "hit" });
    expect((await cardOf(id)).outcomes).toMatchObject([{ verdict: "hit", actual: 5 }]);
    await updateObjective(editor, { id: objectiveId, title: "P" });
    expect((await read()).objectives).toMatchObject([{ title: "P" }]);
    await deleteIdea(editor, { id: ideaId });
    expect((await cardOf(id)).thread.idea).toBe(false);
    await setAsideInitiative(editor, { id, reason: "not_now" });
    expect((await columns()).now).toEqual([]);
    await reopenInitiative(editor, { id });
    expect((await columns()).now).toEqual(["b"]);
  });

  test("also when a write that began earlier ends later", async () => {
    const [slow, quick] = [await board.card("slow", "next"), await board.card("quick", "next")];
    let begun = () => {};
    let finish = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const mayFinish = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const writing = within(editor, "write", async (scope) => {
      await updateInitiative(scope, { id: slow, title: "slow, written" });
      begun();
      await mayFinish;
    });
    await hasBegun;
    await updateInitiative(editor, { id: quick, title: "quick, written" });
    expect((await columns()).next).toEqual(["slow", "quick, written"]);
    finish();
    await writing;
    expect((await columns()).next).toEqual(["slow, written", "quick, written"]);
  });

  test("while four write and read at once, each reads what it wrote", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) ids.push(await board.card(`0`, "next"));
    await Promise.all(
      ids.map(async (id) => {
        for (let n = 1; n <= 25; n++) {
          await updateInitiative(editor, { id, title: `${n}` });
          expect(Number((await cardOf(id)).title)).toBe(n);
        }
      }),
    );
  });

  test("and what is not in the history is not looked for: a board is kept until something happens", async () => {
    const tables = tablesOf(w.workspace.id);
    const id = await board.card("before", "now");
    expect((await cardOf(id)).title).toBe("before");
    await tables.run(sql`update initiatives set title = 'behind its back' where id = ${id}`);
    expect((await cardOf(id)).title).toBe("before");
    await tables.event("idea.touched");
    expect((await cardOf(id)).title).toBe("behind its back");
  });

  test("belongs to its workspace alone", async () => {
    await board.card("ours", "now");
    const stranger = (await newTestWorkspace()).actors.editor;
    await read();
    expect((await getRoadmap(stranger, {})).columns.map(({ count }) => count)).toEqual([0, 0, 0, 0]);
    await roadmapOf(stranger).card("theirs", "now");
    expect((await columns()).now).toEqual(["ours"]);
    expect((await getRoadmap(stranger, {})).columns[0]?.cards.map(({ title }) => title)).toEqual(["theirs"]);
  });
});

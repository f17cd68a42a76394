import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { createMetric, deleteMetric, recordPoints, updateMetric } from "#lib/metrics/commands.ts";
import { getMetric, listPoints } from "#lib/metrics/queries.ts";
import { closeObjective, createObjective, deleteObjective } from "#lib/objectives/commands.ts";
import { createKeyResult, deleteKeyResult } from "#lib/objectives/key-results/commands.ts";
import { getKeyResult } from "#lib/objectives/key-results/queries.ts";
import { getObjective } from "#lib/objectives/queries.ts";
import {
  createInitiative,
  createOutcome,
  deleteInitiative,
  deleteOutcome,
  moveInitiative,
  reopenInitiative,
  reviewOutcome,
  setAsideInitiative,
  updateInitiative,
} from "#lib/roadmap/commands.ts";
import { getInitiative, listOutcomes } from "#lib/roadmap/queries.ts";
import { roadmapOf } from "#lib/roadmap/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { undoEvent } from "./commands.ts";

let editor: Actor;
let board: ReturnType<typeof roadmapOf>;
beforeEach(async () => {
  ({ editor } = (await newTestWorkspace()).actors);
  board = roadmapOf(editor);
});

const undoLast = async (subjectId: string, action?: string) => {
  const events = await board.events(subjectId);
  const event = action ? events.findLast((each) => each.action === action) : events.at(-1);
  return undoEvent(editor, { id: event?.id ?? "" });
};
const conflict = { code: "conflict" };
const gone = { code: "not_found" };

describe("a move is taken back", () => {
  test("to its column and place, with the baselines that it gave", async () => {
    const metricId = await board.metric("exports", [12]);
    await board.card("a");
    const b = await board.card("b");
    await board.card("c");
    const outcome = await createOutcome(editor, { id: b, metricId, expected: 40 });
    await moveInitiative(editor, { id: b, horizon: "now", reason: "audit season" });
    expect((await listOutcomes(editor, { id: b })).data[0]?.baseline).toBe(12);
    await undoLast(b, "initiative.moved");
    expect((await board.column("later")).titles).toEqual(["a", "b", "c"]);
    expect((await listOutcomes(editor, { id: b })).data[0]?.baseline).toBeNull();
    expect((await board.events(outcome.id)).at(-1)?.action).toBe("outcome.baselineDropped");
    await undoLast(b, "initiative.moved");
    expect((await board.column("now")).titles).toEqual(["b"]);
  });

  test("not when the card was changed since, nor out of what a done card needs", async () => {
    const id = await board.card("a", "next");
    await moveInitiative(editor, { id, horizon: "now" });
    await updateInitiative(editor, { id, title: "b" });
    await expect(undoLast(id, "initiative.moved")).rejects.toMatchObject(conflict);
    await moveInitiative(editor, { id, horizon: "done" });
    await moveInitiative(editor, { id, horizon: "now" });
    await createOutcome(editor, { id, metricId: await board.metric("exports", [1]), expected: 2 });
    await expect(undoLast(id, "initiative.moved")).rejects.toMatchObject(conflict);
    expect((await getInitiative(editor, { id })).horizon).toBe("now");
  });

  test("within a column, also when there is nothing left to take back", async () => {
    const [a, b] = [await board.card("a"), await board.card("b")];
    await moveInitiative(editor, { id: b, horizon: "later", afterId: null });
    await moveInitiative(editor, { id: a, horizon: "later", afterId: null });
    await expect(undoLast(b, "initiative.moved")).rejects.toMatchObject(conflict);
    expect((await board.column("later")).titles).toEqual(["a", "b"]);
  });
});

test("setting aside and reopening are taken back, one after the other", async () => {
  const a = await board.card("a");
  await board.card("b");
  await setAsideInitiative(editor, { id: a, reason: "not_now", note: "After the audit" });
  await reopenInitiative(editor, { id: a });
  await undoLast(a);
  const { setAside } = await getInitiative(editor, { id: a });
  expect(setAside).toMatchObject({ reason: "not_now", note: "After the audit" });
  const steps = await board.events(a);
  await undoEvent(editor, { id: steps[1]?.id ?? "" });
  expect((await getInitiative(editor, { id: a })).setAside).toBeNull();
  expect((await board.column("later")).titles).toEqual(["a", "b"]);
});

test("a card's making and deletion are taken back, to where it stood", async () => {
  const a = await board.card("a");
  const { id } = await createInitiative(editor, { title: "b" });
  await board.card("c");
  const outcome = await createOutcome(editor, { id, metricId: await board.metric("exports"), expected: 2 });
  await deleteInitiative(editor, { id });
  await undoLast(id);
  expect((await board.column("later")).titles).toEqual(["a", "b", "c"]);
  expect((await getInitiative(editor, { id })).outcomes.map((each) => each.id)).toEqual([outcome.id]);
  await undoEvent(editor, { id: (await board.events(a))[0]?.id ?? "" });
  await expect(getInitiative(editor, { id: a })).rejects.toMatchObject(gone);
  await deleteInitiative(editor, { id });
  await deleteMetric(editor, { key: "exports" });
  await expect(undoLast(id)).rejects.toMatchObject(conflict);
});

test("a review is taken back to the one before, and to none, unless the card is done", async () => {
  const id = await board.card("a", "now");
  const { id: outcomeId } = await createOutcome(editor, {
    id,
    metricId: await board.metric("exports", [41]),
    expected: 40,
  });
  const now = async () => (await listOutcomes(editor, { id })).data[0];
  await reviewOutcome(editor, { id, outcomeId, verdict: "hit", learning: "Files" });
  await reviewOutcome(editor, { id, outcomeId, verdict: "missed", actual: 3, learning: "No files" });
  const steps = await board.events(outcomeId);
  await undoEvent(editor, { id: steps.at(-1)?.id ?? "" });
  expect(await now()).toMatchObject({ verdict: "hit", actual: 41, learning: "Files" });
  await moveInitiative(editor, { id, horizon: "done" });
  await expect(undoEvent(editor, { id: steps.at(-2)?.id ?? "" })).rejects.toMatchObject(conflict);
  await moveInitiative(editor, { id, horizon: "now" });
  await undoEvent(editor, { id: steps.at(-2)?.id ?? "" });
  expect(await now()).toMatchObject({
    verdict: null,
    actual: null,
    learning: null,
    reviewedAt: null,
    reviewedBy: null,
  });
  await deleteOutcome(editor, { id, outcomeId });
  await undoLast(outcomeId);
  expect((await now())?.id).toBe(outcomeId);
});

test("points are taken back: the new ones go, the corrected ones get their value back", async () => {
  const { id } = await createMetric(editor, { key: "exports", name: "Exports" });
  const day = (n: number) => `2026-01-0${n}T00:00:00Z`;
  await recordPoints(editor, { key: "exports", points: [{ at: day(1), value: 1, note: "first" }] });
  await recordPoints(editor, {
    key: "exports",
    points: [
      { at: day(1), value: 10 },
      { at: day(2), value: 20 },
    ],
  });
  const values = async () =>
    (await listPoints(editor, { key: "exports" })).data.map(({ value, note }) => [value, note]);
  const [, , pasted] = await board.events(id);
  await undoEvent(editor, { id: pasted?.id ?? "" });
  expect(await values()).toEqual([[1, "first"]]);
  await undoLast(id);
  expect(await values()).toEqual([
    [20, null],
    [10, "first"],
  ]);
  await recordPoints(editor, { key: "exports", points: [{ at: day(2), value: 21 }] });
  await expect(undoEvent(editor, { id: (await board.events(id)).at(-2)?.id ?? "" })).rejects.toMatchObject(conflict);
});

test("metrics come back by their key, while it is free and nothing measures otherwise", async () => {
  const { id } = await createMetric(editor, { key: "exports", name: "Exports" });
  await deleteMetric(editor, { key: "exports" });
  await createMetric(editor, { key: "exports", name: "Another" });
  await expect(undoLast(id)).rejects.toMatchObject(conflict);
  await deleteMetric(editor, { key: "exports" });
  await undoLast(id);
  expect(await getMetric(editor, { key: "exports" })).toMatchObject({ id, name: "Exports" });
  await updateMetric(editor, { key: "exports", unit: "percent" });
  await expect(undoEvent(editor, { id: (await board.events(id))[0]?.id ?? "" })).rejects.toMatchObject(conflict);
});

test("objectives and key results come back, closing is taken back", async () => {
  const { id } = await createObjective(editor, { title: "A" });
  const made = await createKeyResult(editor, { id, title: "Certificate" });
  await closeObjective(editor, { id });
  await undoLast(id);
  expect((await getObjective(editor, { id })).state).toBe("open");
  await deleteKeyResult(editor, { id: made.id });
  await undoLast(made.id);
  await deleteObjective(editor, { id });
  await expect(getKeyResult(editor, { id: made.id })).rejects.toMatchObject(gone);
  await undoLast(id);
  expect((await getKeyResult(editor, { id: made.id })).title).toBe("Certificate");
});

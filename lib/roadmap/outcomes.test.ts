import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { openSessions, refusal, type Sessions } from "#db/testing/sessions.ts";
import { databaseUrl } from "#db/testing.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { within } from "#lib/core/operation.ts";
import { deleteMetric, recordPoints } from "#lib/metrics/commands.ts";
import { dayIn } from "#lib/objectives/rules.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import {
  createOutcome,
  deleteInitiative,
  deleteOutcome,
  moveInitiative,
  reviewOutcome,
  setAsideInitiative,
  updateOutcome,
} from "./commands.ts";
import { getInitiative, listOutcomes } from "./queries.ts";
import { ago, dayAgo, roadmapOf } from "./testing.ts";

let editor: Actor;
let viewer: Actor;
let board: ReturnType<typeof roadmapOf>;
beforeEach(async () => {
  ({ editor, viewer } = (await newTestWorkspace()).actors);
  board = roadmapOf(editor);
});

const outcomesOf = async (id: string) => (await listOutcomes(viewer, { id })).data;
const toDone = (id: string) => moveInitiative(editor, { id, horizon: "done" });
const tomorrow = () => dayAgo(-2);

describe("a baseline", () => {
  test("is the series' last value when the card enters Now, once, and leaves what was given alone", async () => {
    const metricId = await board.metric("exports", [10, 12]);
    const quiet = await board.metric("quiet");
    const id = await board.card("Auditors", "next");
    const taken = await createOutcome(editor, { id, metricId, expected: 40 });
    const given = await createOutcome(editor, { id, metricId, expected: 40, baseline: 5 });
    const without = await createOutcome(editor, { id, metricId: quiet, expected: 3 });
    expect([taken.baseline, given.baseline, without.baseline]).toEqual([null, 5, null]);
    expect(taken.current?.value).toBe(12);

    const { outcomes } = await moveInitiative(editor, { id, horizon: "now" });
    expect(outcomes.map(({ baseline }) => baseline)).toEqual([12, 5, null]);
    expect((await board.events(taken.id)).at(-1)).toMatchObject({
      action: "outcome.baselineTaken",
      before: { baseline: null, version: 1 },
      after: { baseline: 12, version: 2, initiativeId: id },
    });
    expect((await board.events(id)).at(-1)?.after).toMatchObject({ baselines: { [taken.id]: 12 } });

    await recordPoints(editor, { key: "exports", points: [{ at: ago(0), value: 30 }] });
    await moveInitiative(editor, { id, horizon: "next" });
    await moveInitiative(editor, { id, horizon: "now" });
    expect((await outcomesOf(id)).map(({ baseline }) => baseline)).toEqual([12, 5, null]);
  });

  test("of an outcome that is added in Now is the last value at once", async () => {
    const metricId = await board.metric("exports", [10, 12]);
    const id = await board.card("Auditors", "now");
    expect((await createOutcome(editor, { id, metricId, expected: 40 })).baseline).toBe(12);
  });
});

describe("the pace of a bet", () => {
  test("is told in Now with a day to come, and nowhere else", async () => {
    const metricId = await board.metric("exports", [10, 12]);
    const id = await board.card("Auditors", "next");
    const dueOn = dayAgo(-100);
    const made = await createOutcome(editor, { id, metricId, expected: 40, baseline: 12, dueOn });
    const undated = await createOutcome(editor, { id, metricId, expected: 40 });
    expect([made.pace, undated.pace]).toEqual([null, null]);
    const paces = async () => (await outcomesOf(id)).map(({ pace }) => pace);
    await moveInitiative(editor, { id, horizon: "now" });
    expect(await paces()).toEqual(["on_track", null]);
    await recordPoints(editor, { key: "exports", points: [{ at: ago(0), value: 30 }] });
    expect(await paces()).toEqual(["ahead", null]);
    await reviewOutcome(editor, { id, outcomeId: made.id, verdict: "hit" });
    expect(await paces()).toEqual([null, null]);
  });
});

describe("a review", () => {
  test("takes the series' last value for the actual unless told, and keeps who and when", async () => {
    const metricId = await board.metric("exports", [12, 41]);
    const id = await board.card("Auditors", "now");
    const { id: outcomeId } = await createOutcome(editor, { id, metricId, expected: 40 });
    const reviewed = await reviewOutcome(editor, {
      id,
      outcomeId,
      verdict: "hit",
      learning: "They want files",
      nextAction: "More",
    });
    expect(reviewed).toMatchObject({
      verdict: "hit",
      actual: 41,
      learning: "They want files",
      nextAction: "More",
      reviewedBy: { kind: "member", id: editor.id, name: "The editor" },
    });
    const again = await reviewOutcome(editor, { id, outcomeId, verdict: "partial", actual: 39, nextAction: null });
    expect(again).toMatchObject({
      verdict: "partial",
      actual: 39,
      learning: "They want files",
      nextAction: null,
      version: 3,
    });
    expect((await board.events(outcomeId)).slice(1)).toMatchObject([
      { action: "outcome.reviewed", before: { verdict: null }, after: { verdict: "hit", actual: 41 } },
      { action: "outcome.reviewed", before: { verdict: "hit", actual: 41 }, after: { verdict: "partial", actual: 39 } },
    ]);
  });

  test("says why, when nothing was measured; a verdict on nothing needs a value", async () => {
    const metricId = await board.metric("quiet");
    const id = await board.card("Auditors", "now");
    const { id: outcomeId } = await createOutcome(editor, { id, metricId, expected: 40 });
    const review = (more: { verdict: "hit" | "not_measured" | "inconclusive"; reason?: string; actual?: number }) =>
      reviewOutcome(editor, { id, outcomeId, ...more });
    await expect(review({ verdict: "not_measured" })).rejects.toMatchObject({ fields: [{ pointer: "/reason" }] });
    await expect(review({ verdict: "hit" })).rejects.toMatchObject({ fields: [{ pointer: "/actual" }] });
    expect(await review({ verdict: "not_measured", reason: "Tracking broke" })).toMatchObject({
      actual: null,
      reason: "Tracking broke",
    });
    expect(await review({ verdict: "hit", actual: 41 })).toMatchObject({ actual: 41, reason: null });
    expect(await review({ verdict: "inconclusive" })).toMatchObject({ verdict: "inconclusive", actual: null });
  });
});

describe("done", () => {
  test("needs a verdict, a reason why not, or a day to come; and says which outcome is missing", async () => {
    const [hits, waits] = [await board.metric("hits", [1]), await board.metric("waits", [1])];
    const id = await board.card("Auditors", "now");
    const settled = await createOutcome(editor, { id, metricId: hits, expected: 2 });
    const open = await createOutcome(editor, { id, metricId: waits, expected: 2 });
    await reviewOutcome(editor, { id, outcomeId: settled.id, verdict: "missed" });
    for (const dueOn of [null, dayAgo(1)]) {
      await updateOutcome(editor, { id, outcomeId: open.id, dueOn });
      await expect(toDone(id)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringMatching(/“Metric waits” has no/),
      });
    }
    await reviewOutcome(editor, { id, outcomeId: open.id, verdict: "not_measured", reason: "Tracking broke" });
    expect((await toDone(id)).horizon).toBe("done");
    expect(await getInitiative(viewer, { id })).toMatchObject({ horizon: "done" });
  });

  test("with a review to come may not lose it: what is written on a done card is looked at too", async () => {
    const metricId = await board.metric("hits", [1]);
    const id = await board.card("Auditors", "now");
    const { id: outcomeId } = await createOutcome(editor, { id, metricId, expected: 2, dueOn: tomorrow() });
    await toDone(id);
    const refused = { code: "conflict", message: expect.stringContaining("“Metric hits”") };
    await expect(updateOutcome(editor, { id, outcomeId, dueOn: dayAgo(1) })).rejects.toMatchObject(refused);
    await expect(createOutcome(editor, { id, metricId, expected: 3 })).rejects.toMatchObject(refused);
    await updateOutcome(editor, { id, outcomeId, dueOn: dayAgo(-30) });
    expect((await reviewOutcome(editor, { id, outcomeId, verdict: "hit" })).verdict).toBe("hit");
    await updateOutcome(editor, { id, outcomeId, dueOn: null });
    await deleteOutcome(editor, { id, outcomeId });
    expect(await outcomesOf(id)).toEqual([]);
  });

  test("is kept by the database itself, whoever writes", async () => {
    const metricId = await board.metric("hits", [1]);
    const id = await board.card("Auditors", "now");
    const { id: outcomeId } = await createOutcome(editor, { id, metricId, expected: 2 });
    const sessions: Sessions = openSessions(databaseUrl());
    try {
      const write = (text: string) => refusal(sessions.bound(editor.workspace.id, (bound) => bound.unsafe(text)));
      const unsettled = "23514 initiatives_done_settled";
      const done = `update initiatives set horizon = 'done' where id = '${id}'`;
      const verdict = (value: string) =>
        `update outcomes set verdict = ${value}, reviewed_at = now() where id = '${outcomeId}'`;
      expect(await write(done)).toBe(unsettled);
      expect(await write(verdict("'not_measured'"))).toBe("23514 outcomes_not_measured_says_why");
      expect(await write(`update outcomes set due_on = current_date where id = '${outcomeId}'; ${done}`)).toBe(
        unsettled,
      );
      expect(await write(`update outcomes set due_on = current_date + 2 where id = '${outcomeId}'; ${done}`)).toBe(
        "taken",
      );
      expect(await write(`update outcomes set due_on = null where id = '${outcomeId}'`)).toBe(unsettled);
      expect(await write(verdict("'hit'"))).toBe("taken");
      expect(await write(`update outcomes set due_on = null where id = '${outcomeId}'`)).toBe("taken");
      expect(await write(`update outcomes set verdict = null, reviewed_at = null where id = '${outcomeId}'`)).toBe(
        unsettled,
      );
    } finally {
      await sessions.end();
    }
  });

  test("and a new outcome at once: never both", async () => {
    const metricId = await board.metric("hits", [1]);
    for (let round = 0; round < 15; round++) {
      const id = await board.card(`Round ${round}`, "now");
      const answers = await Promise.allSettled([toDone(id), createOutcome(editor, { id, metricId, expected: 2 })]);
      expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    }
  });

  // At any hour one of the two has another day than UTC.
  test.each(["Pacific/Kiritimati", "Pacific/Pago_Pago"])(
    "is judged by the day in %s, not the server's",
    async (timeZone) => {
      const metricId = await board.metric("hits", [1]);
      const there: Actor = { ...editor, workspace: { ...editor.workspace, timeZone } };
      await within(editor, "write", ({ tx }) =>
        tx.execute(sql`update workspaces set time_zone = ${timeZone} where id = ${editor.workspace.id}`),
      );
      const day = (days: number) => dayIn(timeZone, new Date(ago(days)));
      const dueOn = async (due: string) => {
        const id = await board.card("Auditors", "now");
        await createOutcome(there, { id, metricId, expected: 2, dueOn: due });
        return moveInitiative(there, { id, horizon: "done" });
      };
      await expect(dueOn(day(0))).rejects.toMatchObject({ code: "conflict" });
      expect((await dueOn(day(-1))).horizon).toBe("done");
    },
  );
});

describe("an outcome", () => {
  test("belongs to its own card and metric, both of this workspace", async () => {
    const stranger = (await newTestWorkspace()).actors.editor;
    const foreign = await roadmapOf(stranger).metric("theirs", [1]);
    const [id, other] = [await board.card("Auditors"), await board.card("Other")];
    const metricId = await board.metric("hits", [1]);
    for (const unknown of [foreign, newId()]) {
      await expect(createOutcome(editor, { id, metricId: unknown, expected: 1 })).rejects.toMatchObject({
        code: "not_found",
      });
    }
    const { id: outcomeId } = await createOutcome(editor, { id, metricId, expected: 2 });
    for (const wrong of [
      { id: other, outcomeId },
      { id, outcomeId: newId() },
    ]) {
      await expect(updateOutcome(editor, { ...wrong, expected: 3 })).rejects.toMatchObject({ code: "not_found" });
      await expect(deleteOutcome(editor, wrong)).rejects.toMatchObject({ code: "not_found" });
      await expect(reviewOutcome(editor, { ...wrong, verdict: "hit" })).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(reviewOutcome(viewer, { id, outcomeId, verdict: "hit" })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("C2 keeps fields that were not sent and refuses what is stale", async () => {
    const id = await board.card("Auditors");
    const { id: outcomeId } = await createOutcome(editor, {
      id,
      metricId: await board.metric("hits"),
      expected: 2,
      confidence: 70,
    });
    await updateOutcome(editor, { id, outcomeId, expected: 3 }, { ifMatch: 1 });
    const stale = updateOutcome(editor, { id, outcomeId, confidence: 10 }, { ifMatch: 1 });
    await expect(stale).rejects.toMatchObject({ code: "stale", current: { expected: 3, confidence: 70, version: 2 } });
    await expect(deleteOutcome(editor, { id, outcomeId }, { ifMatch: 1 })).rejects.toMatchObject({ code: "stale" });
    expect(await updateOutcome(editor, { id, outcomeId, baseline: 1 })).toMatchObject({
      expected: 3,
      confidence: 70,
      baseline: 1,
    });
    expect((await updateOutcome(editor, { id, outcomeId, baseline: 1 })).version).toBe(3);
  });

  test("holds its metric until it, or its card, is deleted; twenty are enough", async () => {
    const id = await board.card("Auditors");
    const metricId = await board.metric("hits");
    for (let i = 0; i < 20; i++) await createOutcome(editor, { id, metricId, expected: i });
    await expect(createOutcome(editor, { id, metricId, expected: 1 })).rejects.toMatchObject({ code: "conflict" });
    const message = expect.stringContaining("20 outcomes");
    await expect(deleteMetric(editor, { key: "hits" })).rejects.toMatchObject({ code: "conflict", message });
    await setAsideInitiative(editor, { id, reason: "not_now" });
    await expect(deleteMetric(editor, { key: "hits" })).rejects.toMatchObject({ code: "conflict" });
    await deleteInitiative(editor, { id });
    await deleteMetric(editor, { key: "hits" });
  });
});

import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { createMetric, deleteMetric, recordPoints } from "#lib/metrics/commands.ts";
import { getMetric, listPoints } from "#lib/metrics/queries.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { closeObjective, createObjective, deleteObjective, reopenObjective, updateObjective } from "./commands.ts";
import { createCheckIn } from "./key-results/check-ins.ts";
import { createKeyResult, deleteKeyResult, updateKeyResult } from "./key-results/commands.ts";
import { getKeyResult, listCheckIns, listKeyResults } from "./key-results/queries.ts";
import { getObjective, listObjectives, readTree } from "./queries.ts";

let editor: Actor;
let viewer: Actor;
beforeEach(async () => {
  ({ editor, viewer } = (await newTestWorkspace()).actors);
});

const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString();
const dayAgo = (days: number) => ago(days).slice(0, 10);
const under = (parentId: string) => createObjective(editor, { title: "Below", parentId });
/** Half-way through a hundred days. */
const halfway = () => createObjective(editor, { title: "Enterprise ready", startsOn: dayAgo(50), endsOn: dayAgo(-50) });
const metric = async (cadenceDays: number | null = null) =>
  (await createMetric(editor, { key: "exports", name: "Exports", cadenceDays })).id;
const measured = (value: number, at = ago(1)) => recordPoints(editor, { key: "exports", points: [{ at, value }] });

describe("the tree", () => {
  test("refuses a parent below itself, and more than eight levels", async () => {
    const chain = [await createObjective(editor, { title: "Top" })];
    for (let level = 2; level <= 8; level++) chain.push(await under(chain.at(-1)?.id ?? ""));
    const [top, second] = chain;
    const last = chain.at(-1);
    await expect(under(last?.id ?? "")).rejects.toMatchObject({
      code: "invalid",
      fields: [{ pointer: "/parentId", code: "too_deep" }],
    });
    for (const parentId of [top?.id, last?.id]) {
      const circle = updateObjective(editor, { id: top?.id ?? "", parentId: parentId ?? "" });
      await expect(circle).rejects.toMatchObject({
        code: "invalid",
        fields: [{ pointer: "/parentId", code: "circle" }],
      });
    }
    // Its own height counts: seven levels do not fit below a second.
    const other = await createObjective(editor, { title: "Other" });
    const deep = updateObjective(editor, { id: second?.id ?? "", parentId: (await under(other.id)).id });
    await expect(deep).rejects.toMatchObject({ fields: [{ code: "too_deep" }] });
    await updateObjective(editor, { id: second?.id ?? "", parentId: other.id });
    await updateObjective(editor, { id: second?.id ?? "", parentId: null });
    expect((await getObjective(viewer, { id: second?.id ?? "" })).parentId).toBeNull();
  });

  test("two moves at once never close a circle", async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await createObjective(editor, { title: "A" }), await createObjective(editor, { title: "B" })];
      const answers = await Promise.allSettled([
        updateObjective(editor, { id: a.id, parentId: b.id }),
        updateObjective(editor, { id: b.id, parentId: a.id }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "invalid" } });
    }
  });

  test("has no foreign, unknown or deleted parent, and no parent is deleted before its children", async () => {
    const stranger = (await newTestWorkspace()).actors.editor;
    const foreign = await createObjective(stranger, { title: "Theirs" });
    const gone = await createObjective(editor, { title: "Gone" });
    await deleteObjective(editor, { id: gone.id });
    for (const parentId of [foreign.id, gone.id, newId()]) {
      await expect(under(parentId)).rejects.toMatchObject({ code: "not_found" });
    }
    const parent = await createObjective(editor, { title: "Parent" });
    const child = await under(parent.id);
    await expect(deleteObjective(editor, { id: parent.id })).rejects.toMatchObject({ code: "conflict" });
    await deleteObjective(editor, { id: child.id });
    await deleteObjective(editor, { id: parent.id });
    expect((await listObjectives(editor, {})).data).toEqual([]);
  });

  test("the database itself refuses a circle", async () => {
    const a = await createObjective(editor, { title: "A" });
    const b = await under(a.id);
    const write = database().transact({ workspaceId: editor.workspace.id, mode: "write" }, ({ tx }) =>
      tx.execute(
        sql`update objectives set parent_id = ${b.id} where workspace_id = ${editor.workspace.id} and id = ${a.id}`,
      ),
    );
    await expect(write).rejects.toMatchObject({ cause: { constraint_name: "objectives_tree" } });
  });
});

describe("an objective", () => {
  test("ends after it begins, whichever of the two is changed", async () => {
    const wrong = { code: "invalid", fields: [{ pointer: "/endsOn" }] };
    const period = { startsOn: "2026-04-01", endsOn: "2026-03-31" };
    await expect(createObjective(editor, { title: "A", ...period })).rejects.toMatchObject(wrong);
    const { id } = await createObjective(editor, { title: "A", startsOn: "2026-04-01" });
    await expect(updateObjective(editor, { id, endsOn: "2026-03-31" })).rejects.toMatchObject(wrong);
    expect(await updateObjective(editor, { id, endsOn: "2026-04-01" })).toMatchObject({
      endsOn: "2026-04-01",
      version: 2,
    });
  });

  test("C2 refuses a stale If-Match and keeps fields that were not sent", async () => {
    const { id } = await createObjective(editor, { title: "A", description: "why", confidence: 40 });
    await updateObjective(editor, { id, confidence: 60 }, { ifMatch: 1 });
    const stale = updateObjective(editor, { id, title: "B" }, { ifMatch: 1 });
    await expect(stale).rejects.toMatchObject({ code: "stale", current: { version: 2, confidence: 60, title: "A" } });
    const now = await updateObjective(editor, { id, title: "B" });
    expect(now).toMatchObject({ title: "B", description: "why", confidence: 60, version: 3 });
  });

  test("is closed once, holds its key results still, and opens again", async () => {
    const { id } = await createObjective(editor, { title: "A" });
    const milestone = await createKeyResult(editor, { id, title: "Certificate" });
    expect(await closeObjective(editor, { id, note: "We learnt a lot" })).toMatchObject({
      state: "closed",
      closingNote: "We learnt a lot",
    });
    await expect(closeObjective(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    await expect(createCheckIn(editor, { id: milestone.id, value: 5 })).rejects.toMatchObject({ code: "conflict" });
    await expect(createKeyResult(editor, { id, title: "More" })).rejects.toMatchObject({ code: "conflict" });
    expect(await reopenObjective(editor, { id })).toMatchObject({ state: "open", closedAt: null, closingNote: null });
    await expect(reopenObjective(editor, { id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("adds up its key results, the unmeasured as nothing", async () => {
    const { id } = await halfway();
    const metricId = await metric();
    await createKeyResult(editor, { id, title: "Forty", metricId, start: 0, target: 40 });
    await createKeyResult(editor, { id, title: "Certificate" });
    expect(await getObjective(viewer, { id })).toMatchObject({
      progress: null,
      pace: "no_data",
      keyResults: { total: 2, measured: 0 },
    });
    await measured(32);
    expect(await getObjective(viewer, { id })).toMatchObject({
      progress: 40,
      pace: "ahead",
      keyResults: { total: 2, measured: 1 },
    });
    expect((await listObjectives(viewer, { state: "open" })).data[0]).toMatchObject({ id, progress: 40 });
  });
});

test("the tree holds each objective with its key results, their course and whether it is stale", async () => {
  const { id } = await halfway();
  const metricId = await metric(7);
  await recordPoints(editor, { key: "exports", points: [8, 12, 26].map((value, n) => ({ at: ago(30 - n), value })) });
  const measuredBy = await createKeyResult(editor, { id, title: "Forty", metricId, start: 0, target: 40 });
  const certificate = await createKeyResult(editor, { id, title: "Certificate" });
  await createCheckIn(editor, { id: certificate.id, value: 5 });
  await createCheckIn(editor, { id: certificate.id, value: 10 });
  const below = await under(id);
  const { data } = await readTree(viewer, { state: "open" });
  expect(data.map((branch) => [branch.id, branch.parentId])).toEqual([
    [id, null],
    [below.id, id],
  ]);
  expect(data[0]?.results.map(({ title }) => title)).toEqual(["Forty", "Certificate"]);
  expect(data[0]?.results[0]).toMatchObject({ id: measuredBy.id, current: 26, stale: true, pace: "no_data" });
  expect(data[0]?.results.map(({ series }) => series.map(({ value }) => value))).toEqual([
    [8, 12, 26],
    [5, 10],
  ]);
  expect(data[0]?.results[1]).toMatchObject({ stale: false, progress: 10 });
  await closeObjective(editor, { id });
  // What comes after the end is no part of its course.
  await recordPoints(editor, { key: "exports", points: [{ at: ago(-1), value: 40 }] });
  const closed = (await readTree(viewer, { state: "closed" })).data;
  expect(closed[0]?.results[0]?.series.map(({ value }) => value)).toEqual([8, 12, 26]);
  const pages = await readTree(viewer, { limit: 1 });
  expect((await readTree(viewer, { limit: 1, cursor: pages.nextCursor ?? "" })).data[0]?.id).toBe(below.id);
});

describe("a key result", () => {
  test("starts at the metric's last value unless told, and goes somewhere", async () => {
    const { id } = await halfway();
    const metricId = await metric();
    const make = (more: object) => createKeyResult(editor, { id, title: "Forty exports", metricId, ...more });
    await expect(make({ target: 40 })).rejects.toMatchObject({ fields: [{ pointer: "/start" }] });
    await measured(12);
    await expect(make({})).rejects.toMatchObject({ fields: [{ pointer: "/target" }] });
    await expect(make({ target: 12 })).rejects.toMatchObject({ fields: [{ pointer: "/target" }] });
    expect(await make({ target: 40 })).toMatchObject({
      kind: "metric",
      start: 12,
      target: 40,
      current: 12,
      progress: 0,
      pace: "off_track",
    });
    await expect(make({ target: 40, metricId: newId() })).rejects.toMatchObject({ code: "not_found" });
    await expect(make({ target: 40, kind: "milestone" })).rejects.toMatchObject({ fields: [{ pointer: "/metricId" }] });
    const unbound = createKeyResult(editor, { id, title: "X", kind: "metric", target: 1 });
    await expect(unbound).rejects.toMatchObject({ fields: [{ pointer: "/metricId" }] });
  });

  test("down is forward where the target is below the start; late points count by their time", async () => {
    const { id } = await halfway();
    const metricId = await metric(7);
    const made = await createKeyResult(editor, { id, title: "Days in review", metricId, start: 31, target: 11 });
    const now = () => getKeyResult(viewer, { id: made.id });
    expect(await now()).toMatchObject({ current: null, progress: null, pace: "no_data" });
    await measured(21);
    expect(await now()).toMatchObject({ current: 21, progress: 50, pace: "on_track" });
    await measured(11, ago(3));
    expect(await now()).toMatchObject({ current: 21, progress: 50 });
    await measured(45, ago(0));
    expect(await now()).toMatchObject({ current: 45, progress: 0, pace: "off_track" });
  });

  test("without a point in its metric's cadence there is no data to speak of, though the value stays", async () => {
    const { id } = await halfway();
    const metricId = await metric(7);
    await measured(20, ago(7.01));
    const made = await createKeyResult(editor, { id, title: "Forty", metricId, start: 0, target: 40 });
    expect(made).toMatchObject({ current: 20, progress: 50, pace: "no_data" });
    await measured(20, ago(6.99));
    expect((await getKeyResult(viewer, { id: made.id })).pace).toBe("on_track");
  });

  test("of a closed objective stays as it was when it was closed", async () => {
    const { id } = await halfway();
    const metricId = await metric(7);
    await measured(20);
    const made = await createKeyResult(editor, { id, title: "Forty", metricId, start: 0, target: 40 });
    await closeObjective(editor, { id });
    await measured(40, new Date(Date.now() + 60_000).toISOString());
    expect(await getKeyResult(viewer, { id: made.id })).toMatchObject({ current: 20, progress: 50 });
    await reopenObjective(editor, { id });
    expect(await getKeyResult(viewer, { id: made.id })).toMatchObject({ current: 40, progress: 100 });
  });

  test("holds its metric against deletion until it is deleted, or its objective is", async () => {
    const { id } = await halfway();
    const metricId = await metric();
    const made = await createKeyResult(editor, { id, title: "Forty", metricId, start: 0, target: 40 });
    await expect(deleteMetric(editor, { key: "exports" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("1 key result"),
    });
    await deleteKeyResult(editor, { id: made.id });
    await deleteMetric(editor, { key: "exports" });
    await expect(getKeyResult(editor, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
    const late = createKeyResult(editor, { id, title: "Late", metricId, start: 0, target: 40 });
    await expect(late).rejects.toMatchObject({ code: "not_found" });
  });

  test("binding a metric and deleting it at once: one of the two is refused", async () => {
    const { id } = await halfway();
    for (let round = 0; round < 10; round++) {
      const made = await createMetric(editor, { key: `m${round}`, name: "M" });
      const answers = await Promise.allSettled([
        createKeyResult(editor, { id, title: "Forty", metricId: made.id, start: 0, target: 40 }),
        deleteMetric(editor, { key: `m${round}` }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    }
  });

  test("C2 keeps what another changed, refuses what is stale, and does nothing when nothing differs", async () => {
    const { id } = await halfway();
    const made = await createKeyResult(editor, { id, title: "Certificate", confidence: 50 });
    expect(await updateKeyResult(editor, { id: made.id, title: "Certificate" })).toEqual(made);
    await updateKeyResult(editor, { id: made.id, target: 10 }, { ifMatch: 1 });
    const stale = updateKeyResult(editor, { id: made.id, confidence: 10 }, { ifMatch: 1 });
    await expect(stale).rejects.toMatchObject({ code: "stale", current: { target: 10, version: 2 } });
    await expect(updateKeyResult(editor, { id: made.id, target: 0 })).rejects.toMatchObject({ code: "invalid" });
    expect(await updateKeyResult(editor, { id: made.id, dueOn: "2026-12-31" })).toMatchObject({
      target: 10,
      confidence: 50,
    });
  });

  test("lists come by pages, the oldest first, with their objective", async () => {
    const { id } = await halfway();
    const titles = ["one", "two", "three", "four", "five"];
    for (const title of titles) await createKeyResult(editor, { id, title });
    const first = await listKeyResults(viewer, { id, limit: 3 });
    const rest = await listKeyResults(viewer, { id, limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...rest.data].map(({ title }) => title)).toEqual(titles);
    expect(rest.nextCursor).toBeNull();
    await deleteObjective(editor, { id });
    await expect(listKeyResults(viewer, { id })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a check-in", () => {
  test("is also a point of the metric, without the right to ingest", async () => {
    const { id } = await halfway();
    const made = await createKeyResult(editor, { id, title: "Forty", metricId: await metric(), start: 0, target: 40 });
    const planner: Actor = { ...editor, kind: "key", id: newId(), permissions: new Set(["read", "strategy:write"]) };
    const checkIn = await createCheckIn(planner, { id: made.id, value: 23, confidence: 60, comment: "Slowly" });
    expect(checkIn).toMatchObject({
      value: 23,
      confidence: 60,
      comment: "Slowly",
      by: { kind: "key", id: planner.id },
    });
    expect(await getKeyResult(viewer, { id: made.id })).toMatchObject({ current: 23, confidence: 60, version: 2 });
    expect((await listPoints(viewer, { key: "exports" })).data).toMatchObject([{ value: 23, at: checkIn.at }]);
    expect((await getMetric(viewer, { key: "exports" })).latest?.value).toBe(23);
  });

  test("moves a milestone by its last value; one without a value says only how sure one is", async () => {
    const { id } = await halfway();
    const made = await createKeyResult(editor, { id, title: "Certificate" });
    await createCheckIn(editor, { id: made.id, value: 30 });
    await createCheckIn(editor, { id: made.id, value: 60 });
    await createCheckIn(editor, { id: made.id, confidence: 20 });
    expect(await getKeyResult(viewer, { id: made.id })).toMatchObject({
      current: 60,
      progress: 60,
      pace: "ahead",
      confidence: 20,
    });
    const { data } = await listCheckIns(viewer, { id: made.id });
    expect(data.map(({ value }) => value)).toEqual([null, 60, 30]);
    await expect(createCheckIn(editor, { id: made.id })).rejects.toMatchObject({ code: "invalid" });
  });
});

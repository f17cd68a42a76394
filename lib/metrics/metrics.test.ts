import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createMetric, deleteMetric, recordPoints, updateMetric } from "./commands.ts";
import { getMetric, listMetrics, listPoints } from "./queries.ts";

let editor: Actor;
let viewer: Actor;
beforeEach(async () => {
  ({ editor, viewer } = (await newTestWorkspace()).actors);
});

const exports = { key: "exports", name: "Audit exports a week" };
const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();
type Event = { action: string; before: Record<string, unknown> | null; after: Record<string, unknown> | null };
const eventsOf = (id: string) =>
  database().transact({ workspaceId: editor.workspace.id, mode: "read" }, async ({ tx }) =>
    (
      await tx.execute<Event>(sql`
        select action, before, after from events where workspace_id = ${editor.workspace.id} and subject_id = ${id}
        order by xid, id`)
    ).slice(),
  );

describe("a metric", () => {
  test("is addressed by its key, which is unique in its workspace only", async () => {
    const made = await createMetric(editor, exports);
    expect(made).toMatchObject({
      ...exports,
      unit: "number",
      direction: "up",
      class: "outcome",
      latest: null,
      version: 1,
    });
    await expect(createMetric(editor, exports)).rejects.toMatchObject({ code: "conflict" });
    const other = (await newTestWorkspace()).actors.editor;
    await expect(getMetric(other, { key: "exports" })).rejects.toMatchObject({ code: "not_found" });
    await createMetric(other, exports);
    expect(await getMetric(viewer, { key: "exports" })).toEqual(made);
  });

  test("belongs to a member; anybody else is not found", async () => {
    const stranger = (await newTestWorkspace()).actors.editor.id;
    for (const ownerId of [newId(), stranger]) {
      await expect(createMetric(editor, { ...exports, ownerId })).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await createMetric(editor, { ...exports, ownerId: viewer.id })).ownerId).toBe(viewer.id);
  });

  test("C2 changes by fields: a stale If-Match is refused with what is there now, fields not sent stay", async () => {
    await createMetric(editor, { ...exports, definition: "Counted on Sundays" });
    const answers = await Promise.allSettled([
      updateMetric(editor, { key: "exports", name: "Exports" }, { ifMatch: 1 }),
      updateMetric(editor, { key: "exports", unit: "percent" }, { ifMatch: 1 }),
    ]);
    const refused = answers.filter((answer) => answer.status === "rejected").map(({ reason }) => reason);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ code: "stale", current: { version: 2 } });
    await updateMetric(editor, { key: "exports", cadenceDays: 7 });
    const now = await getMetric(editor, { key: "exports" });
    expect(now).toMatchObject({ version: 3, cadenceDays: 7, definition: "Counted on Sundays" });
    expect(now.name === "Exports").not.toBe(now.unit === "percent");
  });

  test("nothing differs, nothing happens", async () => {
    const made = await createMetric(editor, exports);
    expect(await updateMetric(editor, { key: "exports", name: exports.name })).toEqual(made);
    expect(await eventsOf(made.id)).toHaveLength(1);
  });

  test("lists are whole by pages, and by class", async () => {
    const keys = Array.from({ length: 7 }, (_, i) => `m${i}`);
    for (const key of keys)
      await createMetric(editor, { key, name: key, class: key === "m3" ? "guardrail" : "leading" });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listMetrics(editor, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ key }) => key));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(keys);
    expect((await listMetrics(editor, { class: ["guardrail"] })).data.map(({ key }) => key)).toEqual(["m3"]);
  });

  test("is found by words of its name or its key, wherever it stands among the others", async () => {
    for (const name of ["Audit exports", "Exports that FAIL", "Churn %", "監査の輸出"]) {
      await createMetric(editor, { key: `k-${name.length}`, name });
    }
    const found = async (q: string) => (await listMetrics(viewer, { q, limit: 2 })).data.map(({ name }) => name);
    expect(await found("export")).toEqual(["Audit exports", "Exports that FAIL"]);
    expect(await found("fail EXP")).toEqual(["Exports that FAIL"]);
    expect(await found("k-7")).toEqual(["Churn %"]);
    expect(await found("%")).toEqual(["Churn %"]);
    expect(await found("輸出")).toEqual(["監査の輸出"]);
    expect(await found("export nothing")).toEqual([]);
  });

  test("is deleted, its key is free again, and its events remain", async () => {
    const { id } = await createMetric(editor, exports);
    await expect(deleteMetric(editor, { key: "exports" }, { ifMatch: 2 })).rejects.toMatchObject({ code: "stale" });
    await deleteMetric(editor, { key: "exports" }, { ifMatch: 1 });
    await expect(getMetric(editor, { key: "exports" })).rejects.toMatchObject({ code: "not_found" });
    expect((await createMetric(editor, exports)).id).not.toBe(id);
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual(["metric.created", "metric.deleted"]);
  });
});

describe("points", () => {
  test("come late and are corrected; the last one is the one with the latest time", async () => {
    const { id } = await createMetric(editor, exports);
    const record = (points: { at: string; value: number; note?: string }[]) =>
      recordPoints(editor, { key: "exports", points });
    expect(await record([{ at: day(8), value: 20, note: "after the launch" }])).toMatchObject({
      created: 1,
      latest: { value: 20 },
    });
    expect(await record([{ at: day(1), value: 12 }])).toMatchObject({ created: 1, latest: { at: day(8), value: 20 } });
    const third = await record([
      { at: day(8), value: 23 },
      { at: day(1), value: 12 },
      { at: day(15), value: 30 },
    ]);
    expect(third).toEqual({ created: 1, corrected: 1, unchanged: 1, latest: { at: day(15), value: 30 } });
    const { data } = await listPoints(viewer, { key: "exports" });
    expect(data.map(({ value, note }) => [value, note])).toEqual([
      [30, null],
      [23, "after the launch"],
      [12, null],
    ]);
    expect((await getMetric(editor, { key: "exports" })).series.map(({ value }) => value)).toEqual([12, 23, 30]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      action: "metric.recorded",
      before: { points: 1 },
      after: { points: 2, created: 1, corrected: 1, removed: 0, from: "2026-01-08T00:00:00.000Z" },
    });
  });

  test("the same again changes nothing and tells nothing", async () => {
    const { id } = await createMetric(editor, exports);
    const points = [{ at: day(1), value: 0.1 + 0.2 }];
    await recordPoints(editor, { key: "exports", points });
    expect(await recordPoints(editor, { key: "exports", points })).toMatchObject({
      created: 0,
      corrected: 0,
      unchanged: 1,
    });
    expect(await eventsOf(id)).toHaveLength(2);
    expect((await listPoints(editor, { key: "exports" })).data[0]?.value).toBe(0.1 + 0.2);
  });

  test("one instant twice in a call is refused with its place, also in another zone or below a millisecond", async () => {
    await createMetric(editor, exports);
    for (const at of ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.0004Z"]) {
      const points = [
        { at: day(2), value: 1 },
        { at: day(1), value: 1 },
        { at, value: 2 },
      ];
      await expect(recordPoints(editor, { key: "exports", points })).rejects.toMatchObject({
        code: "invalid",
        fields: [{ pointer: "/points/2/at", code: "duplicate" }],
      });
    }
    expect((await listPoints(editor, { key: "exports" })).data).toEqual([]);
  });

  test("an offset that leaves the calendar is the caller's mistake", async () => {
    await createMetric(editor, exports);
    for (const at of ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"]) {
      const refused = expect(recordPoints(editor, { key: "exports", points: [{ at, value: 1 }] })).rejects;
      await refused.toMatchObject({ code: "invalid", fields: [{ pointer: "/points/0/at" }] });
    }
  });

  test("10,000 go in with one statement, one more is too many", async () => {
    await createMetric(editor, exports);
    const points = Array.from({ length: 10_001 }, (_, i) => ({ at: new Date(i * 3_600_000).toISOString(), value: i }));
    await expect(recordPoints(editor, { key: "exports", points })).rejects.toMatchObject({ code: "invalid" });
    expect(await recordPoints(editor, { key: "exports", points: points.slice(1) })).toMatchObject({
      created: 10_000,
      latest: { value: 10_000 },
    });
    expect((await getMetric(editor, { key: "exports" })).series).toHaveLength(30);
  });

  test("pages and a span see each point once, the newest first", async () => {
    await createMetric(editor, exports);
    const points = Array.from({ length: 25 }, (_, i) => ({ at: day(i + 1), value: i }));
    await recordPoints(editor, { key: "exports", points });
    const seen: number[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listPoints(editor, { key: "exports", limit: 10, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ value }) => value));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(points.map(({ value }) => value).reverse());
    const span = await listPoints(editor, { key: "exports", from: day(3), to: day(6) });
    expect(span.data.map(({ at }) => new Date(at).toISOString())).toEqual([day(5), day(4), day(3)]);
  });

  test("eight who write the same span at once all succeed, and the events add up", async () => {
    const { id } = await createMetric(editor, exports);
    await Promise.all(
      Array.from({ length: 8 }, (_, client) => {
        const points = Array.from({ length: 60 }, (_, i) => ({ at: day(((i * 7 + client) % 60) + 1), value: client }));
        return recordPoints(editor, { key: "exports", points: client % 2 === 0 ? points : points.reverse() });
      }),
    );
    const { data } = await listPoints(editor, { key: "exports", limit: 200 });
    expect(data).toHaveLength(60);
    const created = (await eventsOf(id)).map(({ after }) => after?.created).filter((n) => typeof n === "number");
    expect(created.reduce((sum, n) => sum + n, 0)).toBe(60);
  });

  test("are not for a viewer to write", async () => {
    await createMetric(editor, exports);
    await expect(recordPoints(viewer, { key: "exports", points: [{ at: day(1), value: 1 }] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createInitiative, deleteInitiative, moveInitiative, setAsideInitiative } from "./commands.ts";
import { getInitiative, getRoadmap, listInitiatives } from "./queries.ts";
import { horizons, longestKey } from "./rules.ts";
import { roadmapOf } from "./testing.ts";

let editor: Actor;
let viewer: Actor;
let board: ReturnType<typeof roadmapOf>;
beforeEach(async () => {
  ({ editor, viewer } = (await newTestWorkspace()).actors);
  board = roadmapOf(editor);
});

describe("a move", () => {
  test("goes to the top, to the bottom or behind a card", async () => {
    const [a, b, c, d] = [
      await board.card("a"),
      await board.card("b"),
      await board.card("c"),
      await board.card("d", "now"),
    ];
    const later = async () => (await board.column("later")).titles.join("");
    expect(await later()).toBe("abc");
    await moveInitiative(editor, { id: c, horizon: "later", afterId: null });
    expect(await later()).toBe("cab");
    await moveInitiative(editor, { id: c, horizon: "later", afterId: a });
    expect(await later()).toBe("acb");
    await moveInitiative(editor, { id: d, horizon: "later", afterId: a });
    expect(await later()).toBe("adcb");
    await moveInitiative(editor, { id: a, horizon: "later" });
    expect(await later()).toBe("dcba");
    const moved = await moveInitiative(editor, { id: b, horizon: "next" });
    expect(moved).toMatchObject({ horizon: "next", version: 2 });
    expect(await later()).toBe("dca");
  });

  test("keeps who, from where, to where and why", async () => {
    const [a, b, c] = [await board.card("a"), await board.card("b"), await board.card("c", "next")];
    await moveInitiative(editor, { id: b, horizon: "next", afterId: null, reason: "audit season" });
    await moveInitiative(editor, { id: b, horizon: "next", afterId: c });
    expect((await board.events(b)).slice(1)).toMatchObject([
      {
        action: "initiative.moved",
        reason: "audit season",
        before: { horizon: "later", afterId: a, version: 1 },
        after: { horizon: "next", afterId: null, version: 2 },
      },
      { reason: null, before: { horizon: "next", afterId: null }, after: { horizon: "next", afterId: c, version: 3 } },
    ]);
  });

  test("to where the card stands already is none", async () => {
    const [a, b] = [await board.card("a"), await board.card("b")];
    const before = await getInitiative(viewer, { id: b });
    for (const afterId of [a, b, undefined]) {
      expect(await moveInitiative(editor, { id: b, horizon: "later", afterId })).toEqual(before);
    }
    expect(await board.events(b)).toHaveLength(1);
  });

  test("behind a card that has left, or is deleted, goes to the bottom: the card is never lost", async () => {
    const [a, b, c] = [await board.card("a"), await board.card("b"), await board.card("c")];
    await moveInitiative(editor, { id: b, horizon: "now" });
    expect((await moveInitiative(editor, { id: a, horizon: "later", afterId: b })).horizon).toBe("later");
    expect((await board.column("later")).titles).toEqual(["c", "a"]);
    await deleteInitiative(editor, { id: a });
    await moveInitiative(editor, { id: c, horizon: "now", afterId: a });
    expect((await board.column("now")).titles).toEqual(["b", "c"]);
  });

  test("knows no foreign, unknown or deleted card, and leaves one that is set aside", async () => {
    const stranger = (await newTestWorkspace()).actors.editor;
    const foreign = await roadmapOf(stranger).card("theirs");
    const [a, gone] = [await board.card("a"), await board.card("gone")];
    await deleteInitiative(editor, { id: gone });
    for (const id of [foreign, gone, newId()]) {
      await expect(moveInitiative(editor, { id, horizon: "now" })).rejects.toMatchObject({ code: "not_found" });
    }
    for (const afterId of [foreign, newId()]) {
      await expect(moveInitiative(editor, { id: a, horizon: "now", afterId })).rejects.toMatchObject({
        code: "not_found",
      });
    }
    await setAsideInitiative(editor, { id: a, reason: "not_now" });
    await expect(moveInitiative(editor, { id: a, horizon: "now" })).rejects.toMatchObject({ code: "conflict" });
    await expect(moveInitiative(viewer, { id: a, horizon: "now" })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("makes a column anew when one gap gets too narrow, and loses nothing", async () => {
    const [top, low, bottom] = [await board.card("top"), await board.card("low"), await board.card("bottom")];
    const before = await getInitiative(viewer, { id: bottom });
    const { position } = await getInitiative(viewer, { id: top });
    const narrow = `${position}${"0".repeat(longestKey - position.length - 1)}1`;
    await tablesOf(editor.workspace.id).run(sql`update initiatives set position = ${narrow} where id = ${low}`);
    const id = await board.card("between", "now");
    const moved = await moveInitiative(editor, { id, horizon: "later", afterId: top });
    const { titles, positions } = await board.column("later");
    expect(titles).toEqual(["top", "between", "low", "bottom"]);
    expect(positions).toContain(moved.position);
    expect(Math.max(...positions.map((key) => key.length))).toBeLessThan(5);
    // Making a column anew is no change of the cards in it.
    const after = await getInitiative(viewer, { id: bottom });
    expect(after).toEqual({ ...before, position: positions[3] });
    expect(after.position > before.position).toBe(true);
  });
});

test("C1 eight clients make 250 moves each on 50 cards: no error, distinct places, one order, short keys", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 50; i++) {
    const horizon = horizons[i % 4];
    if (horizon) ids.push((await createInitiative(editor, { title: `card ${i}`, horizon })).id);
  }
  const random = (n: number) => Math.floor(Math.random() * n);
  const pick = () => ids[random(ids.length)] ?? "";
  const hot = pick();
  let answered = 0;
  const client = async () => {
    for (let i = 0; i < 250; i++) {
      const horizon = horizons[random(4)] ?? "now";
      // Half of all drops go behind one card or to the top, where gaps get narrow; the rest anywhere.
      const afterId = [hot, null, pick(), pick()][random(4)];
      const moved = await moveInitiative(editor, { id: pick(), horizon, ...(random(10) > 0 ? { afterId } : {}) });
      if (moved.horizon === horizon) answered++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  expect(answered).toBe(2_000);

  const rows = await database().transact({ workspaceId: editor.workspace.id, mode: "read" }, async ({ tx }) =>
    (
      await tx.execute<{ id: string; horizon: string; position: string; version: number; moves: number }>(sql`
        select i.id, i.horizon, i.position, i.version, (
          select count(*)::int from events e where e.workspace_id = i.workspace_id and e.subject_id = i.id
            and e.action = 'initiative.moved') as moves
        from initiatives i where i.workspace_id = ${editor.workspace.id} and i.deleted_at is null order by i.position`)
    ).slice(),
  );
  expect(rows).toHaveLength(50);
  expect(new Set(rows.map(({ horizon, position }) => `${horizon} ${position}`)).size).toBe(50);
  expect(Math.max(...rows.map(({ position }) => position.length))).toBeLessThanOrEqual(50);
  // Every move that changed something is in the card's history, and no other.
  for (const { version, moves } of rows) expect(version).toBe(moves + 1);

  const orders = await Promise.all(
    Array.from({ length: 8 }, async (_, i) =>
      (await getRoadmap(i % 2 === 0 ? viewer : editor, {})).columns.map(({ cards }) => cards.map(({ id }) => id)),
    ),
  );
  expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBe(1);
  const byHorizon = horizons.map((horizon) => rows.filter((row) => row.horizon === horizon).map(({ id }) => id));
  expect(orders[0]).toEqual(byHorizon);
  expect((await listInitiatives(viewer, { limit: 200 })).data).toHaveLength(50);
}, 120_000);

test("C1 many who drop into one gap at once, while the column is made anew, lose no move", async () => {
  const top = await board.card("top", "next");
  const { position } = await getInitiative(viewer, { id: top });
  const ids: string[] = [];
  for (let i = 0; i < 16; i++) ids.push(await board.card(`card ${i}`, "next"));
  await Promise.all(
    Array.from({ length: 8 }, async (_, client) => {
      for (let i = 0; i < 60; i++) {
        await moveInitiative(editor, { id: ids[(client * 2 + (i % 2)) % 16] ?? "", horizon: "next", afterId: top });
      }
    }),
  );
  const { titles, positions } = await board.column("next");
  expect(titles[0]).toBe("top");
  expect(positions[0]).not.toBe(position);
  expect(titles.toSorted()).toEqual(["top", ...ids.map((_, i) => `card ${i}`)].toSorted());
  expect(new Set(positions).size).toBe(17);
  expect(Math.max(...positions.map((key) => key.length))).toBeLessThanOrEqual(32);
}, 60_000);

import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "#db/client.ts";
import { batchFeedback, createFeedback, deleteFeedback } from "#lib/feedback/commands.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import type { Created } from "./history.ts";
import { keptAnswer } from "./kept.ts";

test("an answer is kept until the workspace's history goes on, and no longer", async () => {
  const { workspace, actors } = await newTestWorkspace();
  const other = await newTestWorkspace();
  let read = 0;
  const ask = (question: unknown) => keptAnswer(workspace.id, ["q", question], async () => `${++read}`);
  expect([await ask(1), await ask(1), await ask(2), await ask(1)]).toEqual(["1", "1", "2", "1"]);
  await createFeedback(other.actors.editor, { title: "elsewhere" });
  expect(await ask(1)).toBe("1");
  const { id } = await createFeedback(actors.editor, { title: "here" });
  expect([await ask(1), await ask(1), await ask(2)]).toEqual(["3", "3", "4"]);
  await deleteFeedback(actors.editor, { id });
  expect(await ask(1)).toBe("5");
});

test("what does not concern an answer leaves it as it is, whatever was asked meanwhile", async () => {
  const { workspace, actors } = await newTestWorkspace();
  let read = 0;
  const told: Created[][] = [];
  const ask = (concerned: boolean, question = "q") =>
    keptAnswer(
      workspace.id,
      [question],
      async () => `${++read}`,
      async (created) => {
        told.push(created);
        return concerned;
      },
    );
  const create = async () => ({ type: "feedback", id: (await createFeedback(actors.editor, { title: "T" })).id });
  expect([await ask(false), await ask(false)]).toEqual(["1", "1"]);
  const first = await create();
  expect(await ask(false)).toBe("1");
  expect(told).toEqual([[first]]);
  const second = await create();
  expect(await ask(true, "another")).toBe("2");
  const third = await create();
  // Not what it was asked about before; all that came since, in whichever looks it was seen.
  expect(await ask(false)).toBe("1");
  expect(told.slice(1)).toEqual([[second, third]]);
  await create();
  expect(await ask(true)).toBe("3");
});

test("anything but a few new records makes every answer be read again", async () => {
  const { workspace, actors } = await newTestWorkspace();
  let read = 0;
  const ask = () =>
    keptAnswer(
      workspace.id,
      ["q"],
      async () => `${++read}`,
      async () => false,
    );
  await ask();
  const { id } = await createFeedback(actors.editor, { title: "T" });
  expect(await ask()).toBe("1");
  await deleteFeedback(actors.editor, { id });
  await createFeedback(actors.editor, { title: "T" });
  expect(await ask()).toBe("2");
  const items = Array.from({ length: 201 }, (_, n) => ({ title: `T ${n}` }));
  await batchFeedback(actors.editor, { items });
  expect(await ask()).toBe("3");
  for (let n = 0; n < 3; n++) {
    await batchFeedback(actors.editor, { items: items.slice(0, 100) });
    await keptAnswer(workspace.id, ["another", n], async () => "");
  }
  expect(await ask()).toBe("4");
});

test("many who ask the same at once are answered by one reading, and one that fails is not kept", async () => {
  const { workspace } = await newTestWorkspace();
  let read = 0;
  const ask = () =>
    keptAnswer(workspace.id, ["q"], async () => {
      const mine = ++read;
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (mine === 1) throw new Error("away");
      return "there";
    });
  const first = await Promise.allSettled(Array.from({ length: 30 }, ask));
  expect(first.map(({ status }) => status)).toContain("rejected");
  expect(await Promise.all(Array.from({ length: 30 }, ask))).toEqual(Array.from({ length: 30 }, () => "there"));
  expect(read).toBeLessThanOrEqual(4);
});

test("who has written sees it in the next answer, whoever else writes and asks meanwhile", async () => {
  const { workspace, actors } = await newTestWorkspace();
  let written = 0;
  const count = () =>
    database().transact({ workspaceId: workspace.id, mode: "read" }, async ({ tx }) => {
      const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from feedback`);
      return String(row?.n);
    });
  const writer = async () => {
    for (let n = 0; n < 25; n++) {
      await createFeedback(actors.editor, { title: `${n}` });
      const atLeast = ++written;
      const seen = await keptAnswer(workspace.id, ["count"], count);
      expect(Number(seen)).toBeGreaterThanOrEqual(atLeast);
    }
  };
  await Promise.all(Array.from({ length: 6 }, writer));
});

import { expect, test } from "vitest";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { batchFeedback, createFeedback } from "../commands.ts";

test("M7 many pieces written at once get a number each, and those of one call follow each other", async () => {
  const { actors } = await newTestWorkspace();
  const numbers: number[] = [];
  const writer = async (name: number) => {
    for (let n = 0; n < 20; n++) numbers.push((await createFeedback(actors.editor, { title: `${name}/${n}` })).number);
  };
  const first = await createFeedback(actors.editor, { title: "alone" });
  await Promise.all(Array.from({ length: 24 }, (_, name) => writer(name)));
  expect(first.number).toBe(1);
  expect(new Set([first.number, ...numbers]).size).toBe(481);
  const items = [{ title: "a" }, { title: "b" }, { title: "c", externalId: "c" }];
  const { results } = await batchFeedback(actors.editor, { items });
  expect(results.map(({ status }) => status)).toEqual(["created", "created", "created"]);
  const next = await createFeedback(actors.editor, { title: "after" });
  expect(numbers).not.toContain(next.number);
});

import { expect, test } from "vitest";
import type { FeedbackItem } from "./feedback.ts";
import { newcomers, withChanged, withNews } from "./peeked.ts";
import type { FeedbackPages } from "./placed.ts";

/** Item `n` is the newer, the higher its number. */
const item = (n: number, title = "") =>
  ({
    id: `id-${n}`,
    occurredAt: `2026-03-01T09:30:${String(n).padStart(2, "0")}Z`,
    state: "inbox",
    title,
  }) as FeedbackItem;
const items = (...numbers: number[]) => numbers.map((n) => item(n));
const held = (): FeedbackPages => ({
  pages: [
    { data: items(20, 19, 18), nextCursor: "18" },
    { data: items(17, 16, 15), nextCursor: "15" },
  ],
  pageParams: [null, "18"],
});
const filter = { state: ["inbox" as const], sort: "-occurredAt" as const };
const idsOf = ({ pages }: FeedbackPages) => pages.flatMap(({ data }) => data.map(({ id }) => Number(id.slice(3))));

test("what is new is told and not shown", () => {
  const first = { data: items(22, 21, 20, 19), nextCursor: "19" };
  expect(newcomers(held(), first).map(({ id }) => id)).toEqual(["id-22", "id-21"]);
  expect(idsOf(withNews(held(), first, null, filter))).toEqual([20, 19, 18, 17, 16, 15]);
});

test("what others dealt with goes, but for the message that is open and what the page says nothing of", () => {
  const first = { data: items(20, 18, 16), nextCursor: "16" };
  expect(idsOf(withNews(held(), first, null, filter))).toEqual([20, 18, 16, 15]);
  expect(idsOf(withNews(held(), first, "id-19", filter))).toEqual([20, 19, 18, 16, 15]);
  expect(idsOf(withNews(held(), { data: items(20), nextCursor: null }, null, filter))).toEqual([20]);
});

test("what changed changes in place, and what did not stays the same object", () => {
  const before = held();
  const after = withNews(
    before,
    { data: [item(20), item(19, "other words"), item(18)], nextCursor: "18" },
    null,
    filter,
  );
  expect(after.pages[0]?.data[1]?.title).toBe("other words");
  expect(after.pages[0]?.data[0]).toBe(before.pages[0]?.data[0]);
  expect(after.pages[1]?.data[2]).toBe(before.pages[1]?.data[2]);
});

test("beyond the first page items change or go one by one", () => {
  const changed = new Map<string, FeedbackItem | null>([
    ["id-17", null],
    ["id-16", { ...item(16), state: "reviewed" }],
    ["id-15", item(15, "other words")],
  ]);
  const after = withChanged(held(), changed, null, filter);
  expect(idsOf(after)).toEqual([20, 19, 18, 15]);
  expect(after.pages[1]?.data[0]?.title).toBe("other words");
  expect(idsOf(withChanged(held(), changed, "id-17", filter))).toEqual([20, 19, 18, 17, 15]);
});

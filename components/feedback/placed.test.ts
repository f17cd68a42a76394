import fc from "fast-check";
import { expect, test } from "vitest";
import type { FeedbackItem } from "./feedback.ts";
import { type FeedbackPages, placed } from "./placed.ts";

type State = FeedbackItem["state"];
const item = (n: number, occurredAt: string, state: State = "inbox") =>
  ({ id: `id-${String(n).padStart(3, "0")}`, occurredAt, state }) as FeedbackItem;

/** Cut into pages of `size`; `more` says that the server has others. */
function pagesOf(items: FeedbackItem[], size: number, more: boolean): FeedbackPages {
  const pages: FeedbackPages["pages"] = [];
  for (let at = 0; at === 0 || at < items.length; at += size) {
    const last = at + size >= items.length;
    pages.push({ data: items.slice(at, at + size), nextCursor: last && !more ? null : `after ${at + size}` });
  }
  return { pages, pageParams: pages.map((_, at) => (at === 0 ? null : `after ${at * size}`)) };
}

const idsOf = ({ pages }: FeedbackPages) => pages.flatMap(({ data }) => data.map(({ id }) => id));
const inbox = { state: ["inbox" as const], sort: "-occurredAt" as const };

const second = fc.integer({ min: 0, max: 5 });
// Several at the same second, some with fractions, as PostgreSQL writes them.
const instant = fc
  .tuple(second, fc.constantFrom("", ".1", ".120001", ".12"))
  .map(([s, f]) => `2026-03-01T09:30:0${s}${f}Z`);
const lists = fc.array(instant, { minLength: 1, maxLength: 40 });
const micro = (at: string) => at.replace("Z", "").padEnd(20, ".").padEnd(26, "0");
const newestFirst = (a: FeedbackItem, b: FeedbackItem) =>
  micro(b.occurredAt).localeCompare(micro(a.occurredAt)) || b.id.localeCompare(a.id);

test("what is taken out and put back stands where it stood, in either order and however the pages are cut", () => {
  fc.assert(
    fc.property(lists, fc.nat(), fc.integer({ min: 1, max: 9 }), fc.boolean(), (times, pick, size, oldest) => {
      const sorted = times.map((at, n) => item(n, at)).sort(newestFirst);
      const filter = { ...inbox, sort: oldest ? ("occurredAt" as const) : ("-occurredAt" as const) };
      const items = oldest ? sorted.toReversed() : sorted;
      const before = pagesOf(items, size, false);
      const chosen = items[pick % items.length] as FeedbackItem;
      const without = placed(before, { ...chosen, state: "reviewed" }, filter);
      expect(idsOf(without)).toEqual(idsOf(before).filter((id) => id !== chosen.id));
      expect(idsOf(placed(without, chosen, filter))).toEqual(idsOf(before));
    }),
  );
});

test("where every state is shown it stays, as it is now", () => {
  const before = pagesOf([item(2, "2026-03-02T00:00:00Z"), item(1, "2026-03-01T00:00:00Z")], 1, false);
  const after = placed(before, item(1, "2026-03-01T00:00:00Z", "set_aside"), { sort: "-occurredAt" });
  expect(after.pages[1]?.data[0]?.state).toBe("set_aside");
  expect(after.pages[0]).toBe(before.pages[0]);
});

test("what belongs beyond the pages that were read is left to be read", () => {
  const before = pagesOf([item(2, "2026-03-02T00:00:00Z")], 50, true);
  expect(placed(before, item(1, "2026-03-01T00:00:00Z"), inbox)).toBe(before);
  const whole = pagesOf([item(2, "2026-03-02T00:00:00Z")], 50, false);
  expect(idsOf(placed(whole, item(1, "2026-03-01T00:00:00Z"), inbox))).toEqual(["id-002", "id-001"]);
});

test("nothing changes, and nothing is made anew, where it neither is nor belongs", () => {
  const before = pagesOf([item(2, "2026-03-02T00:00:00Z")], 50, false);
  expect(placed(before, item(1, "2026-03-03T00:00:00Z", "reviewed"), inbox)).toBe(before);
});

test("what is given to another product leaves the lists of the one it was of, and comes to those of the other", () => {
  const items = [item(2, "2026-03-01T09:30:02Z"), item(1, "2026-03-01T09:30:01Z")].map((one) => ({
    ...one,
    productId: "planner",
  }));
  const given = { ...items[0], productId: "connect" } as FeedbackItem;
  expect(idsOf(placed(pagesOf(items, 5, false), given, { ...inbox, product: "planner" }))).toEqual(["id-001"]);
  expect(idsOf(placed(pagesOf([], 5, false), given, { ...inbox, product: "connect" }))).toEqual(["id-002"]);
  expect(idsOf(placed(pagesOf(items, 5, false), given, inbox))).toEqual(["id-002", "id-001"]);
});

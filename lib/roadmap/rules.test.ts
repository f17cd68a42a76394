import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betPace, freshPlaces, holdsBack, longestKey, placeBetween } from "./rules.ts";

const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe("places", () => {
  test("whatever is put wherever, keys stay distinct, in byte order and short", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1_000 }), { maxLength: 300 }), fc.boolean(), (spots, oneGap) => {
        let keys: string[] = [];
        for (const spot of spots) {
          const at = oneGap ? Math.min(1, keys.length) : spot % (keys.length + 1);
          let key = placeBetween(keys[at - 1] ?? null, keys[at] ?? null);
          if (key === null) {
            keys = freshPlaces(keys.length, keys.at(-1) ?? null);
            key = placeBetween(keys[at - 1] ?? null, keys[at] ?? null);
          }
          if (key === null) throw new Error("no room in a column just made anew");
          keys.splice(at, 0, key);
          expect(key.length).toBeLessThanOrEqual(longestKey);
        }
        expect(keys).toEqual(keys.toSorted(bytes));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test("a column made anew takes no key that is in use, so rows can be rewritten one by one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (before, count) => {
        const old = freshPlaces(before, null);
        const made = freshPlaces(count, old.at(-1) ?? null);
        expect(made).toHaveLength(count);
        expect(bytes(old.at(-1) ?? "", made[0] ?? "")).toBeLessThan(0);
        expect(made).toEqual(made.toSorted(bytes));
        expect(Math.max(...made.map((key) => key.length))).toBeLessThanOrEqual(4);
      }),
    );
  });

  test("one gap halved for ever asks for a new column in the end", () => {
    let below: string | null = placeBetween("a0", null);
    let count = 0;
    for (; below !== null; count++) below = placeBetween("a0", below);
    expect(count).toBeGreaterThan(100);
  });
});

describe("done", () => {
  const today = "2026-06-15";
  test.each([
    ["nothing said, no day", { verdict: null, reason: null, dueOn: null }, true],
    ["due yesterday", { verdict: null, reason: null, dueOn: "2026-06-14" }, true],
    ["due today", { verdict: null, reason: null, dueOn: "2026-06-15" }, true],
    ["due tomorrow", { verdict: null, reason: null, dueOn: "2026-06-16" }, false],
    ["a verdict", { verdict: "missed", reason: null, dueOn: "2026-06-14" }, false],
    ["not measured, and why", { verdict: "not_measured", reason: "tracking broke", dueOn: null }, false],
    ["not measured, no reason", { verdict: "not_measured", reason: " ", dueOn: "2026-06-16" }, true],
  ] as const)("%s", (_, outcome, held) => {
    expect(holdsBack(outcome, today)).toBe(held);
  });
});

describe("the pace of a bet", () => {
  const now = new Date("2026-06-16T12:00:00Z");
  const bet = {
    baseline: 31,
    expected: 10,
    dueOn: "2026-07-01",
    since: "2026-06-01",
    cadenceDays: 7,
    current: { at: new Date("2026-06-15T00:00:00Z"), value: 20.5 },
  };
  const pace = (changed: Partial<typeof bet>) => betPace({ ...bet, ...changed }, now, "2026-06-16");

  test("half the way in half the time is on track, also downwards", () => {
    expect(pace({})).toBe("on_track");
    expect(pace({ current: { at: now, value: 12 } })).toBe("ahead");
    expect(pace({ current: { at: now, value: 26 } })).toBe("behind");
    expect(pace({ current: { at: now, value: 35 } })).toBe("off_track");
  });

  test("there is none without a day, and no data without baseline, value or freshness", () => {
    expect(betPace({ ...bet, dueOn: null }, now, "2026-06-16")).toBeNull();
    expect(betPace({ ...bet, baseline: null }, now, "2026-06-16")).toBe("no_data");
    expect(betPace({ ...bet, current: null }, now, "2026-06-16")).toBe("no_data");
    expect(pace({ current: { at: new Date("2026-06-01T00:00:00Z"), value: 20 } })).toBe("no_data");
  });
});

import { describe, expect, test } from "vitest";
import { formatCount, formatDuration, formatMoney, formatMoneyExact, formatPlural, formatValue } from "./format.ts";
import { formatAge, formatDay, formatExactTime, formatPlainDay } from "./format-time.ts";
import { niceTicks } from "./nice-ticks.ts";
import { isPlainDay } from "./plain-day.ts";

test.each([
  [0, "$0"],
  [540, "$540"],
  [1_500, "$1.5k"],
  [48_000, "$48k"],
  [312_400, "$312k"],
  [999_950, "$1m"],
  [1_234_000, "$1.2m"],
  [2.5e9, "$2.5bn"],
  [-48_000, "-$48k"],
])("%d dollars are %s", (amount, text) => {
  expect(formatMoney(amount, "USD")).toBe(text);
});

test("exact money shows cents only where there are any", () => {
  expect(formatMoneyExact(48_250, "EUR")).toBe("€48,250");
  expect(formatMoneyExact(48_250.5, "EUR")).toBe("€48,250.50");
});

test("counts stop at a thousand", () => {
  expect(formatCount(999)).toBe("999");
  expect(formatCount(1000)).toBe("1,000+");
  expect(formatPlural(1, "company", "companies")).toBe("1 company");
  expect(formatPlural(1204, "company", "companies")).toBe("1,204 companies");
});

test("a value is written in its unit", () => {
  expect(formatValue(24, "percent", "USD")).toBe("24\u202f%");
  expect(formatValue(400_000, "currency", "USD")).toBe("$400k");
  expect(formatValue(5_400, "duration", "USD")).toBe("1.5\u202fh");
  expect(formatValue(12_345, "number", "USD")).toBe("12.3k");
  expect(formatDuration(45)).toBe("45\u202fs");
  expect(formatDuration(777_600)).toBe("9\u202fd");
});

describe("age", () => {
  const now = new Date("2026-06-15T12:00:00Z");
  const ago = (seconds: number) => formatAge(new Date(now.getTime() - seconds * 1000), now);
  test.each([
    [10, "now"],
    [60, "1 min"],
    [3_599, "59 min"],
    [7_200, "2 h"],
    [86_400 * 13, "13 d"],
    [86_400 * 30, "16 May"],
    [86_400 * 365, "15 Jun 2025"],
    [-7_200, "in 2 h"],
  ])("%d seconds ago reads %s", (seconds, text) => {
    expect(ago(seconds)).toBe(text);
  });

  test("a moment falls on the day of the zone that is given", () => {
    const evening = new Date("2026-03-01T23:30:00Z");
    expect(formatDay(evening, true, "Asia/Tokyo")).toBe("2 Mar 2026");
    expect(formatDay(evening, false, "America/New_York")).toBe("1 Mar");
    expect(formatExactTime(evening, "Asia/Tokyo")).toContain("2 Mar 2026, 08:30");
  });

  test("a day that was given without a time stays that day, a moment is none", () => {
    expect(["2026-03-01T00:00:00Z", "2026-03-01T00:00:00.000Z"].map(isPlainDay)).toEqual([true, true]);
    expect(["2026-03-01T00:00:01Z", "2026-03-01T10:00:00Z"].map(isPlainDay)).toEqual([false, false]);
  });

  test("a calendar day is never shifted by a time zone", () => {
    expect(formatPlainDay("2026-01-01")).toBe("1 Jan 2026");
  });
});

test("an axis has round steps and holds every value", () => {
  expect(niceTicks(10, 40)).toEqual([10, 20, 30, 40]);
  expect(niceTicks(0.12, 0.31)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  expect(niceTicks(5, 5).length).toBeGreaterThan(1);
  for (const [low, high] of [
    [-3, 7],
    [81, 98],
    [1e6, 3e6],
  ] as const) {
    const ticks = niceTicks(low, high);
    expect(ticks[0]).toBeLessThanOrEqual(low);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
  }
});

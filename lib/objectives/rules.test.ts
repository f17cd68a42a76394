import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dayIn,
  elapsedOf,
  expectedOf,
  isStale,
  leadOf,
  oneDecimal,
  type Pace,
  paceOf,
  paces,
  progressOf,
  summed,
} from "./rules.ts";

const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 100);
const way = fc.tuple(value, value).filter(([start, target]) => start !== target);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
/** Better words have higher ranks. */
const rank = (pace: Pace) => -paces.indexOf(pace);

describe("progress", () => {
  test("is a percentage, 0 at the start and 100 at the target", () => {
    fc.assert(
      fc.property(way, value, ([start, target], current) => {
        const progress = progressOf(start, target, current);
        expect(progress).toBeGreaterThanOrEqual(0);
        expect(progress).toBeLessThanOrEqual(100);
        expect(progressOf(start, target, start)).toBe(0);
        expect(progressOf(start, target, target)).toBe(100);
      }),
    );
  });

  test("goes towards the target, wherever it lies: a target below the start makes down forward", () => {
    fc.assert(
      fc.property(way, value, value, ([start, target], a, b) => {
        const [lower, higher] = a < b ? [a, b] : [b, a];
        const [worse, better] = target > start ? [lower, higher] : [higher, lower];
        expect(progressOf(start, target, better)).toBeGreaterThanOrEqual(progressOf(start, target, worse));
      }),
    );
    expect(progressOf(31, 10, 20.5)).toBe(50);
    expect(progressOf(12, 40, 26)).toBe(50);
  });

  test("is the same in the mirror", () => {
    fc.assert(
      fc.property(way, value, ([start, target], current) => {
        expect(progressOf(-start, -target, -current)).toBe(progressOf(start, target, current));
      }),
    );
  });

  test("never goes below nothing nor beyond all", () => {
    expect(progressOf(10, 20, 4)).toBe(0);
    expect(progressOf(10, 20, 90)).toBe(100);
    expect(progressOf(20, 10, 25)).toBe(0);
    expect(progressOf(20, 10, -5)).toBe(100);
  });
});

describe("elapsed", () => {
  test("runs from 0 to 1 and never backwards", () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 4, maxLength: 4 }), (days) => {
        const [first = "", earlier = "", later = "", last = ""] = days.toSorted();
        const a = elapsedOf(first, last, earlier) ?? Number.NaN;
        const b = elapsedOf(first, last, later) ?? Number.NaN;
        expect(a).toBeGreaterThanOrEqual(0);
        expect(b).toBeGreaterThanOrEqual(a);
        expect(b).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is 1 on the last day, a half half-way, unknown without an end", () => {
    expect(elapsedOf("2026-01-01", "2026-01-31", "2026-01-31")).toBe(1);
    expect(elapsedOf("2026-01-01", "2026-01-31", "2026-01-16")).toBe(0.5);
    expect(elapsedOf("2026-01-01", "2026-01-31", "2025-12-01")).toBe(0);
    expect(elapsedOf(null, "2026-01-31", "2026-01-16")).toBeNull();
    expect(elapsedOf("2026-01-01", null, "2026-01-16")).toBeNull();
  });
});

describe("stale", () => {
  test("exactly when no point came within the cadence", () => {
    const now = new Date("2026-03-08T12:00:00Z");
    expect(isStale(new Date("2026-03-01T12:00:00Z"), 7, now)).toBe(false);
    expect(isStale(new Date("2026-03-01T11:59:59.999Z"), 7, now)).toBe(true);
    expect(isStale(new Date("2001-01-01T00:00:00Z"), null, now)).toBe(false);
    expect(isStale(null, null, now)).toBe(true);
    expect(isStale(null, 7, now)).toBe(true);
  });

  test("a newer point never makes it staler, a longer cadence neither", () => {
    const ago = fc.integer({ min: 0, max: 400 * 86_400_000 });
    fc.assert(
      fc.property(
        ago,
        ago,
        fc.integer({ min: 1, max: 366 }),
        fc.integer({ min: 0, max: 366 }),
        (a, b, cadence, more) => {
          const now = new Date("2026-03-08T12:00:00Z");
          const newer = new Date(now.getTime() - Math.min(a, b));
          const older = new Date(now.getTime() - Math.max(a, b));
          if (isStale(newer, cadence, now)) expect(isStale(older, cadence, now)).toBe(true);
          if (isStale(older, cadence + more, now)) expect(isStale(older, cadence, now)).toBe(true);
        },
      ),
    );
  });
});

describe("pace", () => {
  test("is progress against time elapsed: more progress is never worse, more time never better", () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(percent, percent, share, share, (p, q, s, t) => {
        const word = (progress: number, elapsed: number) => rank(paceOf(leadOf(progress, elapsed, false)));
        expect(word(Math.max(p, q), s)).toBeGreaterThanOrEqual(word(Math.min(p, q), s));
        expect(word(p, Math.min(s, t))).toBeGreaterThanOrEqual(word(p, Math.max(s, t)));
      }),
    );
  });

  test("is no_data without a value, without a period, or when stale; and only then", () => {
    const percent = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(percent, fc.option(share, { nil: null }), fc.boolean(), (progress, elapsed, stale) => {
        const unknown = progress === null || elapsed === null || stale;
        expect(paceOf(leadOf(progress, elapsed, stale)) === "no_data").toBe(unknown);
      }),
    );
  });

  test.each([
    [60, 0.5, "ahead"],
    [59, 0.5, "on_track"],
    [30, 0.4, "on_track"],
    [29, 0.4, "behind"],
    [70, 1, "behind"],
    [69, 1, "off_track"],
    [100, 1, "on_track"],
  ] as const)("%s of 100 done with %s of the time gone is %s", (progress, elapsed, word) => {
    expect(paceOf(leadOf(progress, elapsed, false))).toBe(word);
  });
});

describe("an objective", () => {
  const part = fc.record({
    progress: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null }),
    lead: fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: null }),
  });

  test("never overstates: the unmeasured count as nothing done", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const known = parts.flatMap(({ progress }) => (progress === null ? [] : [progress]));
        const { progress, measured } = summed(parts);
        expect(measured).toBe(known.length);
        if (known.length === 0) {
          expect(progress).toBeNull();
        } else {
          expect(progress).toBeLessThanOrEqual(Math.max(...known) + 1e-9);
          expect(progress).toBeGreaterThanOrEqual(0);
        }
      }),
    );
    expect(
      summed([
        { progress: 90, lead: 0.2 },
        { progress: null, lead: null },
      ]),
    ).toEqual({
      progress: 45,
      lead: 0.2,
      measured: 1,
    });
    expect(summed([]).lead).toBeNull();
  });

  test("shows one decimal", () => {
    expect(oneDecimal(66.666)).toBe(66.7);
    expect(oneDecimal(null)).toBeNull();
  });
});

test("a day is the workspace's, not the server's", () => {
  const instant = new Date("2026-03-01T02:30:00Z");
  expect(dayIn("UTC", instant)).toBe("2026-03-01");
  expect(dayIn("America/New_York", instant)).toBe("2026-02-28");
  expect(dayIn("Pacific/Kiritimati", new Date("2026-03-01T10:00:00Z"))).toBe("2026-03-02");
});

describe("where an even pace would be", () => {
  test("is as far as the calendar, for one key result", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), share, (progress, elapsed) => {
        expect(expectedOf(progress, leadOf(progress, elapsed, false))).toBeCloseTo(elapsed * 100, 6);
      }),
    );
  });

  test("stays on the bar, and is not there where nothing can be compared", () => {
    expect(expectedOf(10, 0.4)).toBe(0);
    expect(expectedOf(80, -0.5)).toBe(100);
    expect(expectedOf(null, 0.1)).toBeNull();
    expect(expectedOf(40, null)).toBeNull();
  });
});

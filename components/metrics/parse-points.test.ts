import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePoints } from "./parse-points.ts";

describe("pasted points", () => {
  it("come separated by tabs, semicolons, commas or spaces, with or without headings", () => {
    const expected = [
      { at: "2026-02-01T00:00:00.000Z", value: 12 },
      { at: "2026-03-01T00:00:00.000Z", value: 1234.5 },
    ];
    for (const text of [
      "2026-02-01\t12\n2026-03-01\t1,234.5",
      "2026-02-01;12\r\n2026-03-01;1234.5\r\n",
      "2026-02-01,12\n2026-03-01,1234.5",
      "2026-02-01 12\n\n2026-03-01 1,234.5",
      "Date,Value\n2026-02-01,12\n2026-03-01,1234.5",
    ]) {
      expect(parsePoints(text), text).toEqual({ points: expected, problems: [] });
    }
  });

  it("keep notes, percent signs and decimal commas", () => {
    expect(parsePoints("2026-02-01 41 % after the launch").points).toEqual([
      { at: "2026-02-01T00:00:00.000Z", value: 41, note: "after the launch" },
    ]);
    expect(parsePoints("2026-02-01;0,5").points[0]?.value).toBe(0.5);
    expect(parsePoints("2026-02-01 09:30\t7").points[0]?.at).toBe("2026-02-01T09:30:00.000Z");
  });

  it("name the bad lines and keep the good ones", () => {
    const { points, problems } = parsePoints("2026-02-01 1\n2026-02-31 2\nsoon 3\n2026-02-02 many\n2026-02-01 4");
    expect(points).toHaveLength(1);
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  });

  it("come back as they were written, whatever the values", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { maxLength: 40 }), (values) => {
        const rows = values.map((value, i) => [new Date(Date.UTC(2026, 0, 1 + i)).toISOString(), value] as const);
        const { points, problems } = parsePoints(rows.map((row) => row.join("\t")).join("\n"));
        expect(problems).toEqual([]);
        expect(points.map(({ at, value }) => [at, value === 0 ? 0 : value])).toEqual(
          rows.map(([at, value]) => [at, value === 0 ? 0 : value]),
        );
      }),
    );
  });
});

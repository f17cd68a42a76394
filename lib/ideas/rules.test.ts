import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ice, impactEffort, rice, riceImpacts, scoreOf, weighted } from "./rules.ts";

const amount = fc.integer({ min: 0, max: 1_000_000 });
const percent = fc.integer({ min: 0, max: 100 });
const ten = fc.integer({ min: 1, max: 10 });
const effort = fc.integer({ min: 1, max: 1_000 }).map((tenths) => tenths / 10);
const riceInputs = fc.record({ reach: amount, impact: fc.constantFrom(...riceImpacts), confidence: percent, effort });
const criterion = fc.record({
  name: fc.string({ minLength: 1 }),
  weight: fc.integer({ min: 1, max: 50 }),
  value: fc.integer({ min: 0, max: 10 }),
});
const criteria = fc.array(criterion, { minLength: 1, maxLength: 20 });

describe("RICE", () => {
  test("is the published formula", () => {
    expect(rice({ reach: 500, impact: 2, confidence: 80, effort: 4 })).toBe(200);
    expect(rice({ reach: 5_000, impact: 0.25, confidence: 50, effort: 0.5 })).toBe(1_250);
  });

  test("rises with reach and confidence, falls with effort, is never negative", () => {
    fc.assert(
      fc.property(riceInputs, amount, (inputs, more) => {
        const score = rice(inputs);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(rice({ ...inputs, reach: inputs.reach + more })).toBeGreaterThanOrEqual(score);
        expect(rice({ ...inputs, confidence: 100 })).toBeGreaterThanOrEqual(score);
        expect(rice({ ...inputs, effort: inputs.effort + 1 })).toBeLessThanOrEqual(score);
      }),
    );
  });
});

describe("ICE", () => {
  test("lies between 1 and 1,000 and does not care which factor is which", () => {
    fc.assert(
      fc.property(ten, ten, ten, (a, b, c) => {
        const score = ice({ impact: a, confidence: b, ease: c });
        expect(score).toBe(ice({ impact: c, confidence: a, ease: b }));
        expect(score).toBeGreaterThanOrEqual(1);
        expect(score).toBeLessThanOrEqual(1_000);
      }),
    );
    expect(ice({ impact: 8, confidence: 3, ease: 6 })).toBe(144);
  });
});

describe("impact / effort", () => {
  test("is 1 where both are equal, above 1 where impact is larger", () => {
    fc.assert(
      fc.property(ten, ten, (impact, spent) => {
        const score = impactEffort({ impact, effort: spent });
        expect(Math.sign(score - 1)).toBe(Math.sign(impact - spent));
      }),
    );
    expect(impactEffort({ impact: 9, effort: 4 })).toBe(2.25);
  });
});

describe("weighted", () => {
  test("lies between the least and the greatest value, in whatever order the criteria stand", () => {
    fc.assert(
      fc.property(criteria, (list) => {
        const score = weighted({ criteria: list });
        const values = list.map(({ value }) => value);
        expect(score).toBeGreaterThanOrEqual(Math.min(...values));
        expect(score).toBeLessThanOrEqual(Math.max(...values));
        expect(weighted({ criteria: list.toReversed() })).toBe(score);
      }),
    );
  });

  test("counts weights by their share", () => {
    fc.assert(
      fc.property(criteria, (list) => {
        const doubled = list.map((one) => ({ ...one, weight: one.weight * 2 }));
        expect(weighted({ criteria: doubled })).toBe(weighted({ criteria: list }));
      }),
    );
    expect(
      weighted({
        criteria: [
          { name: "value", weight: 3, value: 8 },
          { name: "risk", weight: 1, value: 4 },
          { name: "noise", weight: 0, value: 0 },
        ],
      }),
    ).toBe(7);
  });
});

test("a score is computed by its own model", () => {
  expect(scoreOf({ model: "rice", inputs: { reach: 100, impact: 1, confidence: 100, effort: 2 } })).toBe(50);
  expect(scoreOf({ model: "ice", inputs: { impact: 2, confidence: 3, ease: 4 } })).toBe(24);
  expect(scoreOf({ model: "impact_effort", inputs: { impact: 5, effort: 2 } })).toBe(2.5);
  expect(scoreOf({ model: "weighted", inputs: { criteria: [{ name: "a", weight: 1, value: 6 }] } })).toBe(6);
});

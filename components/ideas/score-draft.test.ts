import { expect, test } from "vitest";
import { scoreOf } from "#lib/ideas/rules.ts";
import { draftOf, draftWords, problemsIn, scoreIn, valueIn } from "./score-draft.ts";
import { type IdeaScore, inputsOf } from "./score-words.ts";

const rice: IdeaScore = {
  model: "rice",
  inputs: { reach: 400, impact: 2, confidence: 80, effort: 3 },
  value: 213.33,
};
const ice: IdeaScore = { model: "ice", inputs: { impact: 7, confidence: 5, ease: 3.5 }, value: 122.5 };
const slope: IdeaScore = { model: "impact_effort", inputs: { impact: 8, effort: 2 }, value: 4 };
const weighted: IdeaScore = {
  model: "weighted",
  inputs: {
    criteria: [
      { name: "Keeps customers", weight: 3, value: 8 },
      { name: "Is fun", weight: 1, value: 4 },
    ],
  },
  value: 7,
};

test.each([rice, ice, slope, weighted])("a score of $model stands in its fields and comes back as it was", (score) => {
  const draft = draftOf(score);
  const { model, inputs, value } = score;
  expect(scoreIn(draft)).toEqual({ model, inputs });
  expect(problemsIn(draft)).toEqual([]);
  // The value is the server's own.
  expect(valueIn(draft)).toBe(value);
  expect(scoreOf(score)).toBe(value);
});

test("no score is one, too", () => {
  expect(scoreIn(draftOf(null))).toBeNull();
  expect(draftWords(draftOf(null))).toBe("No score");
});

test("what is no number is told at its field, and makes no value", () => {
  const draft = { ...draftOf(rice), typed: { "rice reach": "many", "rice impact": "2", "rice confidence": "80" } };
  expect(problemsIn(draft).map(({ pointer }) => pointer)).toEqual(["/score/inputs/reach", "/score/inputs/effort"]);
  expect(valueIn(draft)).toBeNull();
  const nothing = { ...draftOf(weighted), criteria: [{ name: "Any", weight: "0", value: "5" }] };
  expect(problemsIn(nothing)).toEqual([]);
  expect(valueIn(nothing)).toBeNull();
});

test("a comma is a decimal point", () => {
  const draft = { ...draftOf(slope), typed: { "impact_effort impact": "7,5", "impact_effort effort": " 2 " } };
  expect(valueIn(draft)).toBe(3.75);
});

test("a score says in words what it is made of", () => {
  expect(draftWords(draftOf(rice))).toBe("RICE, 213");
  expect(inputsOf(rice)).toEqual([
    ["Reach", "400"],
    ["Impact", "2, high"],
    ["Confidence", "80\u202f%"],
    ["Effort", "3"],
  ]);
  expect(inputsOf(weighted)[0]).toEqual(["Keeps customers", "8, weight 3"]);
});

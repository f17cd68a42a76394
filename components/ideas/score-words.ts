import { formatNumber } from "#components/ui/format.ts";
import type { Output } from "#lib/api/client.ts";
import { riceImpacts, type ScoreModel } from "#lib/ideas/rules.ts";

export type IdeaScore = NonNullable<Output<"idea.get">["score"]>;

type InputWords = { label: string; hint: string; unit?: string };
const ten = "1 to 10";

/** How each model is called, how its value comes about, and what goes into it; weighted criteria name themselves. */
export const scoreWords: Record<ScoreModel, { label: string; formula: string; inputs: Record<string, InputWords> }> = {
  rice: {
    label: "RICE",
    formula: "reach × impact × confidence ÷ effort",
    inputs: {
      reach: { label: "Reach", hint: "people or companies in a quarter" },
      impact: { label: "Impact", hint: "on each of them" },
      confidence: { label: "Confidence", hint: "in these guesses, in %", unit: "%" },
      effort: { label: "Effort", hint: "in person-months" },
    },
  },
  ice: {
    label: "ICE",
    formula: "impact × confidence × ease",
    inputs: {
      impact: { label: "Impact", hint: ten },
      confidence: { label: "Confidence", hint: ten },
      ease: { label: "Ease", hint: ten },
    },
  },
  impact_effort: {
    label: "Impact and effort",
    formula: "impact ÷ effort",
    inputs: { impact: { label: "Impact", hint: ten }, effort: { label: "Effort", hint: ten } },
  },
  weighted: {
    label: "Weighted criteria",
    formula: "the average of the values, each counted by its weight",
    inputs: {},
  },
};

const impacts = ["massive", "high", "medium", "low", "minimal"];
export const impactOptions = riceImpacts.map((value, n) => ({
  value: String(value),
  label: `${formatNumber(value)}, ${impacts[n]}`,
}));

/** Two decimals of a hundred would say more than the guesses it is made of. */
export const formatScore = (value: number): string =>
  formatNumber(Math.abs(value) < 100 ? Math.round(value * 10) / 10 : Math.round(value));

/** What a score was made of, by name. */
export function inputsOf(score: IdeaScore): [name: string, value: string][] {
  if (score.model === "weighted") {
    return score.inputs.criteria.map(({ name, weight, value }) => [
      name,
      `${formatNumber(value)}, weight ${formatNumber(weight)}`,
    ]);
  }
  const given: Record<string, number> = score.inputs;
  return Object.entries(scoreWords[score.model].inputs).map(([name, { label, unit }]) => {
    const value = given[name] ?? 0;
    const step = impactOptions.find((option) => option.value === String(value));
    if (score.model === "rice" && name === "impact" && step) return [label, step.label];
    return [label, formatNumber(value) + (unit ? `\u202f${unit}` : "")];
  });
}

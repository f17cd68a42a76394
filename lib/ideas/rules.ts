/** The arithmetic of scores. Pure; runs anywhere. A score is always kept with its inputs, so it can be argued about. */

export const scoreModels = ["rice", "ice", "impact_effort", "weighted"] as const;
export type ScoreModel = (typeof scoreModels)[number];

/** The five steps of RICE's impact: massive, high, medium, low, minimal. */
export const riceImpacts = [3, 2, 1, 0.5, 0.25] as const;

/** `reach`: people or companies in a quarter. `confidence`: percent. `effort`: person-months, above 0. */
export type RiceInputs = { reach: number; impact: (typeof riceImpacts)[number]; confidence: number; effort: number };
/** Each 1 to 10. */
export type IceInputs = { impact: number; confidence: number; ease: number };
/** Each 1 to 10. */
export type ImpactEffortInputs = { impact: number; effort: number };
/** `value` 0 to 10, `weight` 0 to 100; at least one weight is above 0. */
export type WeightedInputs = { criteria: { name: string; weight: number; value: number }[] };

export type Score =
  | { model: "rice"; inputs: RiceInputs }
  | { model: "ice"; inputs: IceInputs }
  | { model: "impact_effort"; inputs: ImpactEffortInputs }
  | { model: "weighted"; inputs: WeightedInputs };

/** Two decimals, so that equal inputs in another order give an equal score. */
const rounded = (value: number) => Math.round(value * 100) / 100;

/**
 * RICE: reach × impact × confidence / effort, in reach-equivalents per person-month.
 * Source: Sean McBride, "RICE: Simple prioritization for product managers", Intercom.
 */
export const rice = ({ reach, impact, confidence, effort }: RiceInputs): number =>
  rounded((reach * impact * (confidence / 100)) / effort);

/**
 * ICE: impact × confidence × ease, 1 to 1,000.
 * Source: Sean Ellis, Morgan Brown, "Hacking Growth", 2017; as a product by Itamar Gilad, "Evidence-Guided", 2023.
 */
export const ice = ({ impact, confidence, ease }: IceInputs): number => rounded(impact * confidence * ease);

/** Impact / effort, 0.1 to 10: the slope in the impact-effort chart. No single source. */
export const impactEffort = ({ impact, effort }: ImpactEffortInputs): number => rounded(impact / effort);

/**
 * The weighted mean of the values, 0 to 10. Weights count by their share, so doubling all of them changes nothing.
 * Source: the weighted sum model, Peter C. Fishburn, "Additive Utilities with Incomplete Product Sets", 1967.
 */
export function weighted({ criteria }: WeightedInputs): number {
  const total = criteria.reduce((sum, { weight }) => sum + weight, 0);
  return rounded(criteria.reduce((sum, { weight, value }) => sum + weight * value, 0) / total);
}

/** The score's value by its model: never negative, higher is better. Values of different models do not compare. */
export function scoreOf(score: Score): number {
  switch (score.model) {
    case "rice":
      return rice(score.inputs);
    case "ice":
      return ice(score.inputs);
    case "impact_effort":
      return impactEffort(score.inputs);
    case "weighted":
      return weighted(score.inputs);
  }
}

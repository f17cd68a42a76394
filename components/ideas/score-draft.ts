import { typedNumber } from "#components/ui/typed-number.ts";
import { type Score, type ScoreModel, scoreOf } from "#lib/ideas/rules.ts";
import { formatScore, type IdeaScore, scoreWords } from "./score-words.ts";

export type Criterion = { name: string; weight: string; value: string };
/** A score as it stands in the fields. What was typed for one model is still there after a look at another. */
export type ScoreDraft = { model: ScoreModel | "none"; typed: Record<string, string>; criteria: Criterion[] };

export const blankCriterion: Criterion = { name: "", weight: "1", value: "" };

/** The fields of a score. */
export function draftOf(score: IdeaScore | null): ScoreDraft {
  const draft: ScoreDraft = { model: score?.model ?? "none", typed: {}, criteria: [blankCriterion] };
  if (score?.model === "weighted") {
    const criteria = score.inputs.criteria.map(({ name, weight, value }) => ({
      name,
      weight: String(weight),
      value: String(value),
    }));
    return { ...draft, criteria };
  }
  const given = Object.entries(score?.inputs ?? {}).map(([name, value]) => [keyOf(draft.model, name), String(value)]);
  return { ...draft, typed: Object.fromEntries(given) };
}

/** Confidence is in percent for one model and of ten for another: each model has its own. */
export const keyOf = (model: string, name: string): string => `${model} ${name}`;

/** Not a number where nothing, or none, was typed. */
const numberIn = (text: string) => typedNumber(text) ?? Number.NaN;

/** What the fields say; its numbers may be none, and out of their range. Null: no score. */
export function scoreIn({ model, typed, criteria }: ScoreDraft): Score | null {
  if (model === "none") return null;
  if (model === "weighted") {
    const read = criteria.map(({ name, weight, value }) => ({
      name: name.trim(),
      weight: numberIn(weight),
      value: numberIn(value),
    }));
    return { model, inputs: { criteria: read } };
  }
  const names = Object.keys(scoreWords[model].inputs);
  const inputs = Object.fromEntries(names.map((name) => [name, numberIn(typed[keyOf(model, name)] ?? "")]));
  return { model, inputs } as Score;
}

type Problem = { pointer: string; code: string; message: string };

/** Numbers that are none: sent, they would be nothing at all. Everything else the API judges. */
export function problemsIn(draft: ScoreDraft): Problem[] {
  const score = scoreIn(draft);
  if (score === null) return [];
  const wrong = (at: string, value: number): Problem[] =>
    Number.isFinite(value)
      ? []
      : [{ pointer: `/score/inputs/${at}`, code: "invalid_type", message: "must be a number" }];
  if (score.model === "weighted") {
    return score.inputs.criteria.flatMap(({ weight, value }, n) => [
      ...wrong(`criteria/${n}/weight`, weight),
      ...wrong(`criteria/${n}/value`, value),
    ]);
  }
  return Object.entries(score.inputs).flatMap(([name, value]) => wrong(name, value));
}

/** The value that the server will make of it; null while it cannot make one. */
export function valueIn(draft: ScoreDraft): number | null {
  const score = scoreIn(draft);
  const value = score && scoreOf(score);
  return value !== null && Number.isFinite(value) ? value : null;
}

/** "RICE, 213": a score in a few words. */
export function draftWords(draft: ScoreDraft): string {
  if (draft.model === "none") return "No score";
  const value = valueIn(draft);
  return `${scoreWords[draft.model].label}${value === null ? "" : `, ${formatScore(value)}`}`;
}

import type { Card, Roadmap } from "./board.ts";
import type { InitiativeCardItem } from "./initiative-card.tsx";
import type { OutcomeLineItem } from "./outcome-line.tsx";

type Outcome = Pick<
  Card["outcomes"][number],
  "metricId" | "baseline" | "expected" | "actual" | "verdict" | "pace" | "confidence"
>;
type Metric = Pick<Roadmap["metrics"][number], "id" | "name" | "unit" | "series">;

/** An outcome with its metric, as a line shows it. */
export const outcomeItem = (outcome: Outcome, metric: Metric): OutcomeLineItem => ({
  metricName: metric.name,
  unit: metric.unit,
  // Until the card is in Now, the bet would begin where the metric stands today.
  baseline: outcome.baseline ?? (outcome.verdict ? null : (metric.series.at(-1) ?? null)),
  expected: outcome.expected,
  actual: outcome.actual,
  verdict: outcome.verdict,
  pace: outcome.pace,
  confidence: outcome.confidence,
  series: metric.series,
});

/** A card as it stands on the board; `today` as `YYYY-MM-DD` in the workspace's time zone, its product's name where it is told. */
export function cardItem(
  card: Card,
  { metrics, objectives }: Roadmap,
  today: string,
  productName: string | null,
): InitiativeCardItem {
  const [outcome] = card.outcomes;
  const metric = metrics.find(({ id }) => id === outcome?.metricId);
  return {
    id: card.id,
    title: card.title,
    productName,
    outcome: outcome && metric ? outcomeItem(outcome, metric) : null,
    moreOutcomes: Math.max(0, card.outcomes.length - 1),
    reviewOverdue: card.outcomes.some(({ verdict, dueOn }) => verdict === null && dueOn !== null && dueOn < today),
    objectives: objectives.filter(({ id }) => card.objectiveIds.includes(id)),
    demand: card.demand,
    thread: card.thread,
    ownerName: card.owner?.name ?? null,
    // Once it is done, the verdict tells.
    confidence: card.horizon === "done" ? null : card.confidence,
  };
}

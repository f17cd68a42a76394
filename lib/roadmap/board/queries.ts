import { query, type Scope } from "#lib/core/operation.ts";
import { paceNow } from "../outcomes/read.ts";
import { horizons } from "../rules.ts";
import { type Card, roadmap, roadmapInput } from "../schema.ts";
import type { Facts } from "./facts.ts";
import { currentFacts } from "./kept.ts";

/** A card of Now with the pace of its bets at this moment. */
function paced(card: Card, { metrics, added }: Facts, { now, actor }: Scope): Card {
  const outcomes = card.outcomes.map((outcome) => {
    const { cadenceDays = null, latest = null } = metrics.get(outcome.metricId) ?? {};
    const running = { ...outcome, createdAt: added.get(outcome.id) ?? card.horizonSince };
    return { ...outcome, pace: paceNow(running, { ...card, cadenceDays, latest }, now, actor.workspace.timeZone) };
  });
  return { ...card, outcomes };
}

export const getRoadmap = query({
  name: "roadmap.get",
  needs: "read",
  input: roadmapInput,
  output: roadmap,
  async run(scope) {
    const { facts, names } = await currentFacts(scope);
    return {
      columns: horizons.map((horizon) => {
        const cards = facts.columns.get(horizon) ?? [];
        return {
          horizon,
          name: names[horizon] ?? horizon,
          count: facts.counts.get(horizon)?.open ?? 0,
          cards: horizon === "now" ? cards.map((card) => paced(card, facts, scope)) : cards,
        };
      }),
      objectives: facts.objectives,
      metrics: [...facts.metrics.values()],
      setAsideCount: [...facts.counts.values()].reduce((sum, { aside }) => sum + aside, 0),
    };
  },
});

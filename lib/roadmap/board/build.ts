import type { Scope } from "#lib/core/operation.ts";
import { dayIn } from "#lib/objectives/rules.ts";
import { paceNow, runsSince } from "../outcomes/read.ts";
import { horizons } from "../rules.ts";
import type { Card, Roadmap } from "../schema.ts";
import type { Rows } from "./rows.ts";

type MetricRow = Rows["metrics"][number];

function metricOf({ at, newest, cadenceDays, ...metric }: MetricRow) {
  const series = (newest ?? []).toReversed();
  const value = series.at(-1);
  return { ...metric, cadenceDays, series, latest: at === null || value === undefined ? null : { at, value } };
}

/** Puts the rows of a board together: cards in their columns, with the pace of their bets at this moment. */
export function buildBoard(rows: Rows, names: Record<string, string>, { now, actor }: Scope): Roadmap {
  const { timeZone } = actor.workspace;
  const today = dayIn(timeZone, now);
  const metrics = new Map(rows.metrics.map((row) => [row.id, metricOf(row)]));
  const bets = Map.groupBy(rows.outcomes, ({ initiativeId }) => initiativeId);
  const objectives = Map.groupBy(rows.objectives, ({ initiativeId }) => initiativeId);
  const voices = new Map(rows.voices.map((row) => [row.initiativeId, row]));
  const demands = new Map(rows.demands.map((row) => [row.initiativeId, row]));
  const counts = new Map(rows.counts.map((row) => [row.horizon, row]));

  const cardOf = (row: Rows["cards"][number]): Card => {
    const { feedback = 0, ideas = 0 } = voices.get(row.id) ?? {};
    const { companies = 0, arr = 0 } = demands.get(row.id) ?? {};
    const objectiveIds = (objectives.get(row.id) ?? []).map(({ id }) => id);
    const outcomes = (bets.get(row.id) ?? []).map(({ initiativeId: _, createdAt, ...outcome }) => {
      const { cadenceDays = null, latest = null } = metrics.get(outcome.metricId) ?? {};
      const bet = { ...outcome, since: runsSince(createdAt, row.horizonSince, timeZone) };
      return { ...outcome, pace: paceNow(bet, { horizon: row.horizon, cadenceDays, latest }, now, today) };
    });
    return {
      ...row,
      objectiveIds,
      ideaCount: ideas,
      outcomes,
      demand: { feedback, companies, arr },
      thread: {
        feedback: feedback > 0,
        idea: ideas > 0,
        objective: objectiveIds.length > 0,
        outcome: outcomes.length > 0,
      },
    };
  };

  const columns = Map.groupBy(rows.cards.map(cardOf), ({ horizon }) => horizon);
  const named = new Map(rows.objectives.map(({ initiativeId: _, ...objective }) => [objective.id, objective]));
  return {
    columns: horizons.map((horizon) => ({
      horizon,
      name: names[horizon] ?? horizon,
      count: counts.get(horizon)?.open ?? 0,
      cards: columns.get(horizon) ?? [],
    })),
    objectives: [...named.values()],
    metrics: [...metrics.values()],
    setAsideCount: rows.counts.reduce((sum, { aside }) => sum + aside, 0),
  };
}

import type { Scope } from "#lib/core/operation.ts";
import { createMetric, recordPoints } from "#lib/metrics/commands.ts";
import { createObjective } from "#lib/objectives/commands.ts";
import { createCheckIn } from "#lib/objectives/key-results/check-ins.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import { metrics } from "../story/metrics.ts";
import { objectives } from "../story/objectives.ts";
import { type KeyResult, valueAt } from "../story/story.ts";
import type { Cast } from "./cast.ts";
import { ago, dayAhead, instantAgo } from "./past.ts";
import { productIn } from "./products.ts";

export async function tellMetrics(scope: Scope, cast: Cast, ownerId: string | null): Promise<void> {
  for (const { key, values, ...facts } of metrics) {
    const { id } = await createMetric(scope, { key, ...facts, cadenceDays: 7, ownerId });
    cast.add("metric", key, id);
    const points = values.map((value, n) => ({ at: instantAgo(scope, (values.length - 1 - n) * 7), value }));
    await recordPoints(scope, { key, points });
  }
}

/** A metric's value at the time; the series is written down as a whole. */
export function measuredAt(key: string, weeksAgo: number): number {
  const metric = metrics.find((one) => one.key === key);
  if (!metric) throw new Error(`the story has no metric ${key}`);
  return valueAt(metric, weeksAgo);
}

export async function tellObjectives(scope: Scope, cast: Cast, ownerId: string | null): Promise<void> {
  for (const { key, product, startedWeeksAgo, endsInWeeks, keyResults, ...facts } of objectives) {
    const { id } = await createObjective(ago(scope, startedWeeksAgo * 7), {
      ...facts,
      productId: productIn(cast, product),
      startsOn: dayAhead(scope, -startedWeeksAgo * 7),
      endsOn: dayAhead(scope, endsInWeeks * 7),
      ownerId,
    });
    cast.add("objective", key, id);
    const dueOn = dayAhead(scope, endsInWeeks * 7);
    for (const keyResult of keyResults) await tellKeyResult(scope, cast, { id, startedWeeksAgo, dueOn }, keyResult);
  }
}

type Of = { id: string; startedWeeksAgo: number; dueOn: string };

async function tellKeyResult(
  scope: Scope,
  cast: Cast,
  { id: objectiveId, startedWeeksAgo, dueOn }: Of,
  { key, title, metric, target, checkIns }: KeyResult,
): Promise<void> {
  const { id } = await createKeyResult(ago(scope, startedWeeksAgo * 7), {
    id: objectiveId,
    title,
    target,
    dueOn,
    ...(metric && { metricId: cast.id("metric", metric), start: measuredAt(metric, startedWeeksAgo) }),
  });
  cast.add("key result", key, id);
  for (const { weeksAgo, ...said } of checkIns) await createCheckIn(ago(scope, weeksAgo * 7), { id, ...said });
}

import type { Scope } from "#lib/core/operation.ts";
import { weeks } from "../story/story.ts";
import { Cast } from "./cast.ts";
import { tellCustomers } from "./customers.ts";
import { tellProducts } from "./products.ts";
import { tellMetrics, tellObjectives } from "./strategy.ts";
import { tellFeedback, tellIdeas, tellStages, tellTriage } from "./words.ts";
import { tellWork } from "./work.ts";

/**
 * Tells the story through the product's own operations, week by week as it happened, all in the transaction of `scope`.
 * Everything belongs to `ownerId`.
 */
export async function tell(scope: Scope, ownerId: string | null): Promise<void> {
  const cast = new Cast();
  await tellProducts(scope, cast);
  await tellStages(scope, cast);
  await tellCustomers(scope, cast, ownerId);
  await tellMetrics(scope, cast, ownerId);
  await tellObjectives(scope, cast, ownerId);
  for (let week = weeks - 1; week >= 0; week--) {
    await tellFeedback(scope, cast, week);
    await tellIdeas(scope, cast, week, ownerId);
    await tellTriage(scope, cast, week);
    await tellWork(scope, cast, week, ownerId);
  }
}

import type { Scope } from "#lib/core/operation.ts";
import {
  createInitiative,
  createOutcome,
  moveInitiative,
  reviewOutcome,
  setAsideInitiative,
} from "#lib/roadmap/commands.ts";
import { initiatives } from "../story/initiatives.ts";
import type { Initiative } from "../story/story.ts";
import type { Cast } from "./cast.ts";
import { ago, dayAhead } from "./past.ts";
import { productIn } from "./products.ts";
import { measuredAt } from "./strategy.ts";

/** What happened on the roadmap in a week: cards made, verdicts reached, cards moved and set aside. */
export async function tellWork(scope: Scope, cast: Cast, week: number, ownerId: string | null): Promise<void> {
  const then = ago(scope, week * 7);
  for (const card of initiatives) {
    const { key, path, review, aside } = card;
    const [first, ...moves] = path;
    if (first?.weeksAgo === week) await tellCard(scope, then, cast, card, ownerId);
    if (review?.weeksAgo === week) {
      const { weeksAgo, ...verdict } = review;
      const actual = review.verdict === "not_measured" ? null : measuredAt(card.bet?.metric ?? "", weeksAgo);
      await reviewOutcome(then, { id: cast.id("initiative", key), outcomeId: cast.id("bet", key), ...verdict, actual });
    }
    for (const { to, weeksAgo, reason } of moves) {
      if (weeksAgo === week) await moveInitiative(then, { id: cast.id("initiative", key), horizon: to, reason });
    }
    if (aside?.weeksAgo === week) {
      const { reason, note } = aside;
      await setAsideInitiative(then, { id: cast.id("initiative", key), reason, note });
    }
  }
}

async function tellCard(
  scope: Scope,
  then: Scope,
  cast: Cast,
  { key, product, title, problem, targetOutcome, confidence, ideas, objective, keyResults = [], path, bet }: Initiative,
  ownerId: string | null,
): Promise<void> {
  const { id } = await createInitiative(then, {
    title,
    problem,
    targetOutcome,
    confidence,
    horizon: path[0]?.to,
    ideaIds: ideas.map((idea) => cast.id("idea", idea)),
    objectiveIds: [cast.id("objective", objective)],
    keyResultIds: keyResults.map((keyResult) => cast.id("key result", keyResult)),
    ownerId,
    productId: productIn(cast, product),
    reason: path[0]?.reason,
  });
  cast.add("initiative", key, id);
  if (!bet) return;
  const { metric, expected, dueInWeeks } = bet;
  // The series is written already, so what its last value was when the card entered Now has to be said.
  const begun = path.find(({ to }) => to === "now")?.weeksAgo;
  const made = await createOutcome(then, {
    id,
    metricId: cast.id("metric", metric),
    expected,
    confidence: bet.confidence,
    dueOn: dayAhead(scope, dueInWeeks * 7),
    ...(begun === undefined ? {} : { baseline: measuredAt(metric, begun) }),
  });
  cast.add("bet", key, made.id);
}

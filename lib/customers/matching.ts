import type { Scope } from "#lib/core/operation.ts";
import { carryOut } from "./matching/carry-out.ts";
import { type Hint, lookUp } from "./matching/known.ts";
import { isEmpty, type Match, planned } from "./matching/plan.ts";
import { takeTurn } from "./policy.ts";

export type { Hint } from "./matching/known.ts";
export type { Match } from "./matching/plan.ts";

/**
 * Finds or makes the contact and the company of every hint, in a fixed number of statements. `mayChange`: whether
 * companies and contacts that were there may take on what a hint knows better. Records events of what it writes. `before`
 * takes the locks that come between the customers' turn and customers.
 */
export async function matchCustomers(
  scope: Scope,
  hints: Hint[],
  { mayChange, before }: { mayChange: boolean; before: () => Promise<void> },
): Promise<Match[]> {
  const { tx, actor } = scope;
  if (hints.every(({ contact, company }) => !contact && !company)) {
    return hints.map(() => ({ contactId: null, companyId: null }));
  }
  const seen = planned(await lookUp(tx, actor.workspace.id, hints), hints, mayChange);
  if (isEmpty(seen)) return seen.matches;
  // Somebody may have made the same ones meanwhile: look again when it is this one's turn.
  await takeTurn(tx, actor.workspace.id);
  await before();
  const plan = planned(await lookUp(tx, actor.workspace.id, hints), hints, mayChange);
  if (!isEmpty(plan)) await carryOut(scope, plan);
  return plan.matches;
}

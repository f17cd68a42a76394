import type { Scope } from "#lib/core/operation.ts";
import { dayIn } from "#lib/objectives/rules.ts";

const dayMs = 86_400_000;

const daysFrom = ({ now }: Scope, days: number) => new Date(now.getTime() + days * dayMs);

/** What is done in this scope was done so many days ago, and its history says so. Joins the same transaction. */
export function ago(scope: Scope, days: number): Scope {
  const now = daysFrom(scope, -days);
  return { ...scope, now, record: (entry) => scope.record({ at: now, ...entry }) };
}

/** The instant so many days ago, as inputs take it. */
export const instantAgo = (scope: Scope, days: number): string => daysFrom(scope, -days).toISOString();

/** The workspace's day in so many days from now. */
export const dayAhead = (scope: Scope, days: number): string =>
  dayIn(scope.actor.workspace.timeZone, daysFrom(scope, days));

import { sql } from "drizzle-orm";
import { conflict } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { dayIn } from "#lib/objectives/rules.ts";
import { holdsBack, type Verdict } from "../rules.ts";

type Judged = { verdict: Verdict | null; reason: string | null; dueOn: string | null };

const needs = (names: string[]) => {
  const [first, ...more] = names.map((name) => `“${name}”`);
  const which = more.length === 0 ? first : `${[first, ...more.slice(0, -1)].join(", ")} and ${more.at(-1)}`;
  const verb = more.length === 0 ? "has" : "have";
  return `${which} ${verb} no verdict: review it, say why it was not measured, or set a day in the future for its review.`;
};

/** Refuses (409) to call a locked card done while outcomes are open, and names them by their metrics. */
export async function requireSettled({ tx, actor, now }: Scope, initiativeId: string): Promise<void> {
  const outcomes = await tx.execute<Judged & { name: string }>(sql`
    select m.name, b.verdict, b.reason, b.due_on as "dueOn" from outcomes b
    join metrics m on m.workspace_id = b.workspace_id and m.id = b.metric_id
    where b.workspace_id = ${actor.workspace.id} and b.initiative_id = ${initiativeId} and b.deleted_at is null
    order by b.created_at, b.id`);
  const today = dayIn(actor.workspace.timeZone, now);
  const open = outcomes.filter((outcome) => holdsBack(outcome, today)).map(({ name }) => name);
  if (open.length > 0) throw conflict(`This cannot be done yet. ${needs(open)}`);
}

/** Waits for the write of an outcome; 409 where the card is done and the outcome would be open. */
export const keepingSettled = <T>(writing: PromiseLike<T>, metricName: string): Promise<T> =>
  translated(writing, { initiatives_done_settled: () => conflict(`The card is done, but ${needs([metricName])}`) });

/** The same for the move itself: midnight may pass between looking and writing. */
export const enteringDone = <T>(writing: PromiseLike<T>): Promise<T> =>
  translated(writing, {
    initiatives_done_settled: () => conflict("This cannot be done yet: an outcome has no verdict."),
  });

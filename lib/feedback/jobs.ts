import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { loggable } from "#lib/core/log.ts";
import { within } from "#lib/core/operation.ts";
import { recurring } from "#lib/jobs/job.ts";
import { type Known, metOf } from "./rules.ts";
import type { ReopenWhen } from "./schema.ts";
import { reopenFeedback } from "./triage.ts";

/** So many are looked at, and brought back, in one transaction. */
const atOnce = 200;

type Waiting = Omit<Known, "currency"> & { id: string; feedbackId: string | null; reopenWhen: ReopenWhen };

/**
 * Open decisions that end by themselves, in the order of their ids, with what decides whether it is time. Without an id of
 * feedback where that was deleted.
 */
const readWaiting = (tx: Tx, { workspace }: Actor, which: SQL): Promise<Waiting[]> => {
  const own = sql`${workspace.id}::uuid`;
  return tx.execute<Waiting>(sql`
    with waiting as materialized (
      select d.id, d.subject_id, d.reopen_when from decisions d
      where d.workspace_id = ${own} and d.ended_at is null and d.reopen_when is not null and d.subject_type = 'feedback'
        and ${which}
      order by d.id limit ${atOnce})
    select w.id, f.id as "feedbackId", w.reopen_when as "reopenWhen", (select today_in(${own}))::text as today,
      c.renews_on::text as "renewsOn", c.arr, greatest(
        case when c.id is null then 0 else 1 end,
        (select max(t.companies) from evidence e
          join ideas i on i.workspace_id = ${own} and i.id = e.idea_id and i.deleted_at is null
          join idea_totals t on t.workspace_id = ${own} and t.idea_id = e.idea_id
          where e.workspace_id = ${own} and e.feedback_id = w.subject_id and w.reopen_when ? 'companies')) as companies
    from waiting w
    left join lateral (select f.id, f.company_id from feedback f
      where f.workspace_id = ${own} and f.id = w.subject_id and f.deleted_at is null limit 1) f on true
    left join lateral (select c.id, c.arr, c.renews_on from companies c
      where c.workspace_id = ${own} and c.id = f.company_id and c.deleted_at is null limit 1) c on true
    order by w.id`);
};

type Due = { id: string; decisionId: string; conditions: string[]; reason: string };

/** Those of them that come back now, and why. */
const dueAmong = ({ workspace: { currency } }: Actor, waiting: Waiting[]): Due[] =>
  waiting.flatMap(({ id: decisionId, feedbackId: id, reopenWhen, ...known }) => {
    const met = metOf(reopenWhen, { ...known, currency });
    if (id === null || met.length === 0) return [];
    const conditions = met.map(({ condition }) => condition);
    return [{ id, decisionId, conditions, reason: met.map(({ words }) => words).join(" ") }];
  });

const listed = (ids: string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

/** Of those that are due, whatever is still set aside goes back to the inbox. Gives how many. */
const bringAllBack = (actor: Actor, feedbackIds: string[]): Promise<number> =>
  within(actor, "write", async (scope) => {
    const { tx } = scope;
    const own = sql`${actor.workspace.id}::uuid`;
    const held = await tx.execute<{ id: string }>(sql`
      select f.id from feedback f
      where f.workspace_id = ${own} and f.id in ${listed(feedbackIds)} and f.state = 'set_aside' and f.deleted_at is null
      order by f.id for no key update`);
    let back = 0;
    // Nobody decides otherwise from here on.
    for (const due of dueAmong(
      actor,
      await readWaiting(tx, actor, sql`d.subject_id in ${listed(held.map(({ id }) => id))}`),
    )) {
      // Whoever takes this back wants it aside all the same: what has come is not waited for again.
      await tx.execute(sql`
        update decisions set reopen_when = nullif(reopen_when - array(
          select jsonb_array_elements_text(${JSON.stringify(due.conditions)}::jsonb)), '{}')
        where workspace_id = ${own} and id = ${due.decisionId}::uuid`);
      await reopenFeedback(scope, { id: due.id, reason: due.reason });
      back++;
    }
    return back;
  });

/**
 * Brings feedback back that was set aside until something holds (`reopenWhen`): a day has come, its company renews soon or
 * pays so much, so many companies have said it. Every quarter of an hour, since that is when days begin somewhere. It looks
 * without a lock first, so that it is in nobody's way.
 */
export const bringBack = recurring({
  name: "feedback.bringBack",
  needs: ["feedback:triage"],
  cron: "*/15 * * * *",
  async run({ actor, log, signal }) {
    let after = "00000000-0000-0000-0000-000000000000";
    let back = 0;
    const failures: unknown[] = [];
    while (!signal.aborted) {
      const waiting = await within(actor, "read", ({ tx }) => readWaiting(tx, actor, sql`d.id > ${after}::uuid`));
      const due = dueAmong(actor, waiting).map(({ id }) => id);
      // One that cannot come back keeps none of those behind it.
      if (due.length > 0) {
        try {
          back += await bringAllBack(actor, due);
        } catch (error) {
          log.warn({ error: loggable(error) }, "feedback could not be brought back");
          failures.push(error);
        }
      }
      const last = waiting.at(-1);
      if (!last || waiting.length < atOnce) break;
      after = last.id;
    }
    if (back > 0) log.info({ feedback: back }, "feedback is back in the inbox");
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} batches could not be brought back`);
  },
});

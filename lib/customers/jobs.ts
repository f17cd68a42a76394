import { sql } from "drizzle-orm";
import type { Actor } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { recurring } from "#lib/jobs/job.ts";

const atOnce = 500;

/**
 * Judges companies anew when a day has turned: one renews soon that did not yesterday, or has renewed. Every quarter of an
 * hour, since that is when days begin somewhere.
 */
export const judgeCompanies = recurring({
  name: "companies.judge",
  needs: [],
  cron: "*/15 * * * *",
  async run({ actor, log, signal }) {
    let companies = 0;
    for (let judged = atOnce; judged === atOnce && !signal.aborted; companies += judged)
      judged = await judgeSome(actor);
    if (companies > 0) log.info({ companies }, "companies judged anew");
  },
});

/** Only a date makes the same company another one from day to day. A trigger judges each row, whatever is written. */
async function judgeSome(actor: Actor): Promise<number> {
  const own = sql`${actor.workspace.id}::uuid`;
  const { count } = await within(actor, "write", ({ tx }) =>
    tx.execute(sql`
      with turned as materialized (
        select c.id from companies c
        where c.workspace_id = ${own} and c.renews_on is not null
          and c.at_risk <> company_is_at_risk(c, today_in(${own}))
        order by c.id limit ${atOnce} for no key update)
      update companies c set at_risk = not c.at_risk
      from turned where c.workspace_id = ${own} and c.id = turned.id`),
  );
  return count;
}

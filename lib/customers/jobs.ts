import { sql } from "drizzle-orm";
import type { ActorWorkspace } from "#lib/core/actor.ts";
import { within } from "#lib/core/operation.ts";
import { recurring } from "#lib/jobs/job.ts";
import { takeTurn } from "./policy.ts";

/** Few, since the ideas that they ask for are locked with them. */
const atOnce = 100;

/** Whether it is another day for the company `c`. Only a date makes the same company another one from day to day. */
const hasTurned = ({ id }: ActorWorkspace) => sql`c.workspace_id = ${id}::uuid and c.renews_on is not null
  and c.at_risk <> company_is_at_risk(c, (select today_in(${id}::uuid)))`;

/**
 * Judges companies anew when a day has turned: one renews soon that did not yesterday, or has renewed. Every quarter of an
 * hour, since that is when days begin somewhere; a workspace's new time zone counts from the next one on. It looks without
 * a lock first, so that it is in nobody's way on all the other days.
 */
export const judgeCompanies = recurring({
  name: "companies.judge",
  needs: [],
  cron: "*/15 * * * *",
  async run({ actor, log, signal }) {
    const turned = hasTurned(actor.workspace);
    let companies = 0;
    while (!signal.aborted) {
      const found = await within(actor, "read", ({ tx }) =>
        tx.execute<{ id: string }>(sql`select c.id from companies c where ${turned} order by c.id limit ${atOnce}`),
      );
      if (found.length === 0) break;
      const ids = JSON.stringify(found.map(({ id }) => id));
      await within(actor, "write", async ({ tx }) => {
        await takeTurn(tx, actor.workspace.id);
        // A trigger judges, whatever is written.
        await tx.execute(sql`
          with turned as materialized (
            select c.id from companies c
            where ${turned} and c.id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)
            order by c.id for no key update)
          update companies c set at_risk = not c.at_risk
          from turned where c.workspace_id = ${actor.workspace.id}::uuid and c.id = turned.id`);
      });
      companies += found.length;
    }
    if (companies > 0) log.info({ companies }, "companies judged anew");
  },
});

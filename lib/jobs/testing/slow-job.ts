import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import { id } from "#lib/core/fields.ts";
import { within } from "#lib/core/operation.ts";
import { job } from "../job.ts";

/** Takes its time, then renames a company: an effect that can be counted, made once however often the job runs. */
export const slowJob = job({
  name: "test.slow",
  needs: [],
  input: z.strictObject({ companyId: id }),
  async run({ actor, input: { companyId }, signal }) {
    await sleep(1_500, undefined, { signal });
    await within(actor, "write", async ({ tx, record }) => {
      const [company] = await tx.execute<{ name: string }>(sql`
        select name from companies where workspace_id = ${actor.workspace.id} and id = ${companyId} for update`);
      if (!company) throw notFound();
      if (company.name === "Done") return;
      await tx.execute(sql`
        update companies set name = 'Done', version = version + 1
        where workspace_id = ${actor.workspace.id} and id = ${companyId}`);
      record({ action: "test.done", subject: { type: "company", id: companyId } });
    });
  },
});

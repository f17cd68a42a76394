import { sql } from "drizzle-orm";
import { personOf } from "#lib/core/actor.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import { command, type Scope } from "#lib/core/operation.ts";
import { loadedSample, loadSampleInput } from "./schema.ts";
import { companies } from "./story/companies.ts";
import { feedback } from "./story/feedback.ts";
import { ideas } from "./story/ideas.ts";
import { initiatives } from "./story/initiatives.ts";
import { metrics } from "./story/metrics.ts";
import { objectives } from "./story/objectives.ts";
import { tell } from "./telling/tell.ts";

/** One transaction of a thousand statements: a second or two, and more where the machine is slow. */
const deadlineMs = 30_000;

const told = {
  companies: companies.length,
  feedback: feedback.length,
  ideas: ideas.length,
  metrics: metrics.length,
  objectives: objectives.length,
  initiatives: initiatives.length,
};

/** Two who load at once take turns: the second one waits as long as the first may take, and finds the story there. */
async function takeTurn({ tx, actor }: Scope): Promise<void> {
  await tx.execute(sql`select set_config('lock_timeout', ${`${deadlineMs}ms`}, true)`);
  const [row] = await tx.execute(sql`
    select from workspaces where id = ${actor.workspace.id}::uuid and deleted_at is null for no key update`);
  if (!row) throw notFound();
}

/** Whether the story was told here before, whether anything else is here, and who the owner is. */
async function lookAround({ tx, actor }: Scope) {
  const own = sql`${actor.workspace.id}::uuid`;
  const some = (table: string) =>
    sql`exists (select from ${sql.identifier(table)} where workspace_id = ${own} and deleted_at is null)`;
  const [found] = await tx.execute<{ isTold: boolean; isUsed: boolean; ownerId: string | null }>(sql`
    select exists (select from events where workspace_id = ${own} and subject_type = 'workspace' and subject_id = ${own}
        and action = 'sample.loaded') as "isTold",
      ${some("feedback")} or ${some("companies")} or ${some("contacts")} or ${some("ideas")} or ${some("metrics")}
        or ${some("objectives")} or ${some("initiatives")} or ${some("products")} as "isUsed",
      (select user_id from memberships where workspace_id = ${own} and role = 'owner' order by user_id limit 1) as "ownerId"`);
  if (!found) throw new Error("a question has an answer");
  return found;
}

/**
 * Fills an empty workspace with the sample: one story of a made-up company, told in one transaction. Where it was told
 * before, nothing happens. Deleting the workspace removes it as a whole, which is why it goes into an empty one only.
 */
export const loadSample = command({
  name: "sample.load",
  needs: "admin",
  deadlineMs,
  input: loadSampleInput,
  output: loadedSample,
  async run(scope) {
    await takeTurn(scope);
    const { isTold, isUsed, ownerId } = await lookAround(scope);
    if (isTold) return { isNew: false, ...told };
    if (isUsed) {
      throw conflict(
        "This workspace holds records of its own. The sample goes into an empty one, so that both stay apart.",
      );
    }
    await tell(scope, personOf(scope.actor) ?? ownerId);
    scope.record({
      action: "sample.loaded",
      subject: { type: "workspace", id: scope.actor.workspace.id },
      after: told,
    });
    return { isNew: true, ...told };
  },
});

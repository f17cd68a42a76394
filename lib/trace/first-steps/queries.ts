import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { query } from "#lib/core/operation.ts";

/** What a new workspace has so far of one whole thread. */
const firstStepsOut = z.object({
  /** Somebody said something. */
  feedback: z.boolean(),
  /** Some of it is linked to an idea. */
  evidence: z.boolean(),
  /** Such an idea is on a card of the roadmap. */
  card: z.boolean(),
  /** A metric has a value. */
  metric: z.boolean(),
  /** Such a card bets on a metric: the thread is whole. */
  outcome: z.boolean(),
});

/** How far a new workspace has come, from what is there; each is one look into an index. */
export const firstSteps = query({
  name: "trace.firstSteps",
  needs: "read",
  input: z.strictObject({}),
  output: firstStepsOut,
  kept: true,
  async run({ tx, actor }) {
    const own = sql`${actor.workspace.id}::uuid`;
    const some = (from: SQL) => sql`exists (select ${from})`;
    const heldByCard = sql`
      from initiatives n
      join initiative_ideas l on l.workspace_id = ${own} and l.initiative_id = n.id
      join evidence e on e.workspace_id = ${own} and e.idea_id = l.idea_id and e.counted`;
    const onBoard = sql`n.workspace_id = ${own} and n.deleted_at is null and n.state = 'open'`;
    const [found] = await tx.execute<z.output<typeof firstStepsOut>>(sql`
      select ${some(sql`from feedback f where f.workspace_id = ${own} and f.deleted_at is null`)} as feedback,
        ${some(sql`from evidence e where e.workspace_id = ${own} and e.counted`)} as evidence,
        ${some(sql`${heldByCard} where ${onBoard}`)} as card,
        ${some(sql`from metrics m join metric_points p on p.workspace_id = ${own} and p.metric_id = m.id
          where m.workspace_id = ${own} and m.deleted_at is null`)} as metric,
        ${some(sql`${heldByCard} join outcomes o on o.workspace_id = ${own} and o.initiative_id = n.id and o.deleted_at is null
          where ${onBoard}`)} as outcome`);
    if (!found) throw new Error("a question has an answer");
    return found;
  },
});

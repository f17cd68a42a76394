import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { query } from "#lib/core/operation.ts";
import { among, hasObjective, isAmong } from "../node.ts";
import { type ThreadedType, threads, threadsInput } from "./schema.ts";

type Row = { id: string } & z.output<typeof threads>["data"][number]["thread"];

const asked = sql`select id from asked`;

/** Of a record `a`: whether it is there, and which dots are filled whatever its cards do; and the cards of all asked for. */
type Kind = { alive: SQL; cards: SQL; feedback?: SQL; idea?: SQL; objective?: SQL; outcomes?: SQL };

function kindsOf(own: SQL): Record<ThreadedType, Kind> {
  const alive = (table: string) =>
    sql`(select r.deleted_at is null from ${sql.identifier(table)} r where r.workspace_id = ${own} and r.id = a.id)`;
  const keyResults = (condition: SQL) => sql`
    select k.id from key_results k
    join objectives o on o.workspace_id = ${own} and o.id = k.objective_id and o.deleted_at is null
    where k.workspace_id = ${own} and k.deleted_at is null and ${condition}`;
  return {
    idea: {
      alive: alive("ideas"),
      cards: sql`
        select l.idea_id as of, l.initiative_id as id from initiative_ideas l
        where l.workspace_id = ${own} and l.idea_id ${isAmong(asked)}`,
      feedback: isAsked(own, sql`a.id`),
      idea: sql`true`,
    },
    keyResult: {
      alive: sql`(${keyResults(sql`k.id = a.id`)}) is not null`,
      cards: sql`
        select l.key_result_id as of, l.initiative_id as id from initiative_key_results l
        where l.workspace_id = ${own} and l.key_result_id ${isAmong(asked)}`,
      objective: sql`true`,
    },
    metric: {
      alive: alive("metrics"),
      cards: sql`
        select b.metric_id as of, b.initiative_id as id from outcomes b
        where b.workspace_id = ${own} and b.metric_id ${isAmong(asked)} and b.deleted_at is null
        union
        select k.metric_id, l.initiative_id from key_results k
        join initiative_key_results l on l.workspace_id = ${own} and l.key_result_id = k.id
        where k.workspace_id = ${own} and k.id ${isAmong(keyResults(sql`k.metric_id ${isAmong(asked)}`))}`,
      objective: sql`exists (${keyResults(sql`k.metric_id = a.id`)})`,
      outcomes: sql`b.metric_id = c.of`,
    },
  };
}

const isAsked = (own: SQL, ideaId: SQL): SQL =>
  sql`coalesce((select t.feedback > 0 from idea_totals t where t.workspace_id = ${own} and t.idea_id = ${ideaId}), false)`;

/**
 * The threads of a list's rows, each as its own chain has it, in one statement, without those that are gone: a list may
 * ask for a row that somebody deletes at that moment. Tables are asked by their keys and not joined: where the planner's
 * statistics do not know a workspace yet, joins walk all of it.
 */
export const listThreads = query({
  name: "trace.threads",
  needs: "read",
  input: threadsInput,
  output: threads,
  async run({ tx, actor }, { type, id }) {
    const own = sql`${actor.workspace.id}::uuid`;
    const no = sql`false`;
    const { alive, cards, feedback = no, idea = no, objective = no, outcomes = sql`true` } = kindsOf(own)[type];
    const ideaThat = (has: SQL) => sql`bool_or((
      select true from initiative_ideas l where l.workspace_id = ${own} and l.initiative_id = c.id
        and (select i.deleted_at is null from ideas i where i.workspace_id = ${own} and i.id = l.idea_id) and ${has} limit 1))`;
    const rows = await tx.execute<Row>(sql`
      with asked as materialized (select a.id from ${among([...new Set(id)])} as a (id) where ${alive}),
      cards as materialized (
        select linked.of, linked.id from (${cards}) linked
        where (select n.deleted_at is null from initiatives n where n.workspace_id = ${own} and n.id = linked.id)),
      found as materialized (
        select c.of, ${ideaThat(isAsked(own, sql`l.idea_id`))} as feedback, ${ideaThat(sql`true`)} as idea,
          bool_or(${hasObjective(own, sql`c.id`)}) as objective,
          bool_or((
            select true from outcomes b
            where b.workspace_id = ${own} and b.initiative_id = c.id and b.deleted_at is null and ${outcomes} limit 1)) as outcome
        from cards c group by c.of)
      select a.id, coalesce(${feedback} or f.feedback, false) as feedback, coalesce(${idea} or f.idea, false) as idea,
        coalesce(${objective} or f.objective, false) as objective, coalesce(f.outcome, false) as outcome
      from asked a left join found f on f.of = a.id`);
    return { data: rows.map(({ id, ...thread }) => ({ id, thread })) };
  },
});

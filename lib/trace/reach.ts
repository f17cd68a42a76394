import { type SQL, sql } from "drizzle-orm";
import { isAmong } from "./node.ts";
import type { TraceType } from "./schema.ts";

/** So much of what a contact said is looked at, the newest: a person says less, a shared mailbox may say everything. */
const mostSaid = 200;

/** Which records belong to the chain through one record, as SQL that gives ids; deleted ones are not among them. */
export type Reach = {
  ideas: SQL;
  initiatives: SQL;
  objectives: SQL;
  keyResults: SQL;
  /** A condition on outcomes `o` beside that of belonging to one of the initiatives. */
  outcomes: SQL;
  /** A condition on evidence `e` beside that of belonging to one of the ideas. */
  evidence: SQL;
  /** How much evidence that is, for given ideas; without it, all that these ideas have. */
  ownEvidence?: (ideas: SQL) => SQL;
};

/**
 * The chain as far as it goes in both directions. From the customers' side it is what came of the words: ideas, then their
 * initiatives. From the other side it is where the work came from: initiatives, then their ideas. It does not turn back:
 * the words of another customer for the same idea are no part of what came of mine.
 */
export function reachOf(workspaceId: string, type: TraceType, given: string): Reach {
  const own = sql`${workspaceId}::uuid`;
  const id = sql`${given}::uuid`;
  const itself = sql`select ${id}`;
  const all = sql`true`;

  const live = (table: "ideas" | "initiatives" | "objectives", ids: SQL) => sql`
    select r.id from ${sql.identifier(table)} r where r.workspace_id = ${own} and r.deleted_at is null and r.id ${isAmong(ids)}`;
  const liveKeyResults = (condition: SQL) => sql`
    select k.id from key_results k
    join objectives o on o.workspace_id = k.workspace_id and o.id = k.objective_id and o.deleted_at is null
    where k.workspace_id = ${own} and k.deleted_at is null and ${condition}`;

  const ideasOfInitiatives = (initiatives: SQL) =>
    sql`select l.idea_id from initiative_ideas l where l.workspace_id = ${own} and l.initiative_id ${isAmong(initiatives)}`;
  const initiativesOfIdeas = (ideas: SQL) =>
    sql`select l.initiative_id from initiative_ideas l where l.workspace_id = ${own} and l.idea_id ${isAmong(ideas)}`;
  const initiativesOfKeyResults = (keyResults: SQL) =>
    sql`select l.initiative_id from initiative_key_results l where l.workspace_id = ${own} and l.key_result_id ${isAmong(keyResults)}`;
  const keyResultsOfInitiatives = (initiatives: SQL) =>
    sql`select l.key_result_id from initiative_key_results l where l.workspace_id = ${own} and l.initiative_id ${isAmong(initiatives)}`;
  const objectivesOf = (initiatives: SQL, keyResults: SQL) =>
    live(
      "objectives",
      sql`
    select l.objective_id from initiative_objectives l where l.workspace_id = ${own} and l.initiative_id ${isAmong(initiatives)}
    union select k.objective_id from key_results k where k.workspace_id = ${own} and k.id ${isAmong(keyResults)}`,
    );

  const onward = (initiatives: SQL) => {
    const keyResults = liveKeyResults(sql`k.id ${isAmong(keyResultsOfInitiatives(initiatives))}`);
    return { initiatives, keyResults, objectives: objectivesOf(initiatives, keyResults), outcomes: all };
  };
  const fromIdeas = (some: SQL): Reach => {
    const ideas = live("ideas", some);
    return { ideas, evidence: all, ...onward(live("initiatives", initiativesOfIdeas(ideas))) };
  };
  const fromInitiatives = (some: SQL, more: Partial<Reach>): Reach => {
    const initiatives = live("initiatives", some);
    const ideas = live("ideas", ideasOfInitiatives(initiatives));
    return { ideas, evidence: all, ...onward(initiatives), ...more };
  };

  switch (type) {
    case "company":
      return {
        ...fromIdeas(sql`select d.idea_id from idea_demand d where d.workspace_id = ${own} and d.company_id = ${id}`),
        evidence: sql`e.company_id = ${id}`,
        ownEvidence: (ideas) => sql`select coalesce(sum(d.feedback_count), 0) from idea_demand d
          where d.workspace_id = ${own} and d.company_id = ${id} and d.idea_id ${isAmong(ideas)}`,
      };
    case "contact": {
      const said = sql`select f.id from feedback f
        where f.workspace_id = ${own} and f.contact_id = ${id} and f.deleted_at is null
        order by f.occurred_at desc, f.id desc limit ${mostSaid}`;
      return {
        ...fromIdeas(
          sql`select e.idea_id from evidence e where e.workspace_id = ${own} and e.feedback_id ${isAmong(said)}`,
        ),
        evidence: sql`e.feedback_id ${isAmong(said)}`,
        ownEvidence: (ideas) => sql`select count(*) from evidence e
          where e.workspace_id = ${own} and e.feedback_id ${isAmong(said)} and e.idea_id ${isAmong(ideas)}`,
      };
    }
    case "feedback":
      return {
        ...fromIdeas(sql`select e.idea_id from evidence e where e.workspace_id = ${own} and e.feedback_id = ${id}`),
        evidence: sql`e.feedback_id = ${id}`,
        ownEvidence: (ideas) => sql`select count(*) from evidence e
          where e.workspace_id = ${own} and e.feedback_id = ${id} and e.idea_id ${isAmong(ideas)}`,
      };
    case "idea":
      return fromIdeas(itself);
    case "initiative":
      return fromInitiatives(itself, {});
    case "outcome":
      return fromInitiatives(
        sql`select o.initiative_id from outcomes o where o.workspace_id = ${own} and o.id = ${id}`,
        { outcomes: sql`o.id = ${id}` },
      );
    case "objective": {
      const keyResults = liveKeyResults(sql`k.objective_id = ${id}`);
      const initiatives = sql`
        select l.initiative_id from initiative_objectives l where l.workspace_id = ${own} and l.objective_id = ${id}
        union ${initiativesOfKeyResults(keyResults)}`;
      return fromInitiatives(initiatives, { keyResults, objectives: itself });
    }
    case "keyResult": {
      const objectives = sql`select k.objective_id from key_results k where k.workspace_id = ${own} and k.id = ${id}`;
      return fromInitiatives(initiativesOfKeyResults(itself), { keyResults: itself, objectives });
    }
    case "metric": {
      const measured = liveKeyResults(sql`k.metric_id = ${id}`);
      const initiatives = sql`
        select o.initiative_id from outcomes o
        where o.workspace_id = ${own} and o.metric_id = ${id} and o.deleted_at is null
        union ${initiativesOfKeyResults(measured)}`;
      const cards = live("initiatives", initiatives);
      const keyResults = sql`${measured} union ${liveKeyResults(sql`k.id ${isAmong(keyResultsOfInitiatives(cards))}`)}`;
      return fromInitiatives(initiatives, {
        keyResults,
        objectives: objectivesOf(cards, keyResults),
        outcomes: sql`o.metric_id = ${id}`,
      });
    }
  }
}

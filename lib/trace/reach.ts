import { type SQL, sql } from "drizzle-orm";
import type { TraceType } from "./schema.ts";

/** Which records belong to the chain through one record, as SQL that gives ids; deleted ones may be among them. */
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

  const ideasOfInitiatives = (initiatives: SQL) =>
    sql`select l.idea_id from initiative_ideas l where l.workspace_id = ${own} and l.initiative_id in (${initiatives})`;
  const initiativesOfIdeas = (ideas: SQL) =>
    sql`select l.initiative_id from initiative_ideas l where l.workspace_id = ${own} and l.idea_id in (${ideas})`;
  const initiativesOfKeyResults = (keyResults: SQL) =>
    sql`select l.initiative_id from initiative_key_results l where l.workspace_id = ${own} and l.key_result_id in (${keyResults})`;
  const keyResultsOfInitiatives = (initiatives: SQL) =>
    sql`select l.key_result_id from initiative_key_results l where l.workspace_id = ${own} and l.initiative_id in (${initiatives})`;
  const objectivesOf = (initiatives: SQL, keyResults: SQL) => sql`
    select l.objective_id from initiative_objectives l where l.workspace_id = ${own} and l.initiative_id in (${initiatives})
    union select k.objective_id from key_results k
      where k.workspace_id = ${own} and k.deleted_at is null and k.id in (${keyResults})`;

  const onward = (initiatives: SQL) => {
    const keyResults = keyResultsOfInitiatives(initiatives);
    return { initiatives, keyResults, objectives: objectivesOf(initiatives, keyResults), outcomes: all };
  };
  const fromIdeas = (ideas: SQL): Reach => ({ ideas, evidence: all, ...onward(initiativesOfIdeas(ideas)) });
  const fromInitiatives = (initiatives: SQL, more: Partial<Reach>): Reach => ({
    ideas: ideasOfInitiatives(initiatives),
    evidence: all,
    ...onward(initiatives),
    ...more,
  });

  switch (type) {
    case "company":
      return {
        ...fromIdeas(sql`select d.idea_id from idea_demand d where d.workspace_id = ${own} and d.company_id = ${id}`),
        evidence: sql`e.company_id = ${id}`,
        ownEvidence: (ideas) => sql`select coalesce(sum(d.feedback_count), 0) from idea_demand d
          where d.workspace_id = ${own} and d.company_id = ${id} and d.idea_id in (${ideas})`,
      };
    case "feedback":
      return {
        ...fromIdeas(sql`select e.idea_id from evidence e where e.workspace_id = ${own} and e.feedback_id = ${id}`),
        evidence: sql`e.feedback_id = ${id}`,
        ownEvidence: (ideas) => sql`select count(*) from evidence e
          where e.workspace_id = ${own} and e.feedback_id = ${id} and e.idea_id in (${ideas})`,
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
      const keyResults = sql`select k.id from key_results k
        where k.workspace_id = ${own} and k.objective_id = ${id} and k.deleted_at is null`;
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
      const keyResults = sql`select k.id from key_results k
        where k.workspace_id = ${own} and k.metric_id = ${id} and k.deleted_at is null`;
      const initiatives = sql`
        select o.initiative_id from outcomes o
        where o.workspace_id = ${own} and o.metric_id = ${id} and o.deleted_at is null
        union ${initiativesOfKeyResults(keyResults)}`;
      return fromInitiatives(initiatives, {
        keyResults,
        objectives: objectivesOf(initiatives, keyResults),
        outcomes: sql`o.metric_id = ${id}`,
      });
    }
  }
}

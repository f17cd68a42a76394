import { query } from "#lib/core/operation.ts";
import { reachOf } from "./reach.ts";
import { trace, traceInput } from "./schema.ts";
import { readSubject } from "./subject.ts";
import { demandOfAll, evidenceOf, ideasOf } from "./words.ts";
import { decisionsOf, initiativesOf, keyResultsOf, metricsOf, objectivesOf, outcomesOf } from "./work.ts";

const idsOf = (records: { id: string }[]) => records.map(({ id }) => id);

/** The whole chain through a record, in ten queries however long it is. */
export const getTrace = query({
  name: "trace.get",
  needs: "read",
  input: traceInput,
  output: trace,
  async run({ tx, actor: { workspace } }, { type, id }) {
    const subject = await readSubject(tx, workspace.id, type, id);
    const reach = reachOf(workspace.id, type, id);
    const initiatives = await initiativesOf(tx, workspace.id, reach);
    const cards = idsOf(initiatives.data);
    const [ideas, objectives, keyResults, outcomes] = await Promise.all([
      ideasOf(tx, workspace, reach, cards),
      objectivesOf(tx, workspace.id, reach, cards),
      keyResultsOf(tx, workspace.id, reach, cards),
      outcomesOf(tx, workspace.id, reach),
    ]);
    const shown = idsOf(ideas.data);
    const measured = [
      ...outcomes.data.map(({ metricId }) => metricId),
      ...keyResults.data.flatMap(({ metricId }) => metricId ?? []),
      ...(type === "metric" ? [id] : []),
    ];
    const [evidence, { links, ...demand }, metrics, decisions] = await Promise.all([
      evidenceOf(tx, workspace, reach, shown),
      demandOfAll(tx, workspace, reach, shown),
      metricsOf(tx, workspace.id, measured),
      decisionsOf(tx, workspace.id, [...new Set([id, ...shown, ...cards])]),
    ]);
    return {
      subject,
      thread: {
        feedback: type === "feedback" || links > 0,
        idea: ideas.count > 0,
        objective: objectives.count > 0,
        outcome: outcomes.count > 0,
      },
      demand,
      evidence: { count: links, data: evidence },
      ideas,
      initiatives,
      objectives,
      keyResults,
      outcomes,
      metrics,
      decisions,
    };
  },
});

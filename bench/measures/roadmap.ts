import { listFeedback } from "#lib/feedback/queries.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { createInitiative } from "#lib/roadmap/initiatives/commands.ts";
import { createOutcome } from "#lib/roadmap/outcomes/commands.ts";
import { roadmapOf } from "#lib/roadmap/testing.ts";
import { Client, figuresOf, load, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";

const cards = 300;
const boards = 60;

/**
 * A roadmap of 300 initiatives with ideas, evidence and outcomes. One client: something on it changes before each look, so
 * that it is read anew; p50 at most 50 ms. 16 clients look at a board that rests, as boards mostly do.
 */
export async function measureRoadmap(stage: Stage, port: number): Promise<void> {
  await fill(stage);
  const request = requestOf("GET", `${stage.path}/roadmap`, stage.key);
  const about = { rows: stage.rows, initiatives: cards };
  const anew = await afterWrites(stage, port, request);
  report("roadmap", { ...about, clients: 1, answers: "read anew", ...anew }, { p50: { atMost: 50 } });
  const many = await load({ port, request: () => request, clients: 16, seconds: 4 });
  report("roadmap", { ...about, clients: 16, answers: "as kept", ...many }, {}, { perSecond: 55, times: 3 });
}

async function fill({ workspace: { actors } }: Stage) {
  const { editor } = actors;
  const heard = (await listFeedback(editor, { limit: 200 })).data;
  const values = Array.from({ length: 60 }, (_, day) => 40 + (day % 7));
  const metrics = await Promise.all(
    Array.from({ length: 12 }, (_, n) => roadmapOf(editor).metric(`metric-${n}`, values, 7)),
  );
  for (let n = 0; n < cards; n++) {
    const idea = await createIdea(editor, { title: `Idea ${n}` });
    for (let k = 0; k < 4; k++) {
      const feedback = heard[(n * 7 + k * 31) % heard.length];
      if (feedback) await linkEvidence(editor, { id: feedback.id, ideaId: idea.id });
    }
    const horizon = (["now", "next", "later"] as const)[n % 3] ?? "later";
    const { id } = await createInitiative(editor, { title: `Initiative ${n}`, horizon, ideaIds: [idea.id] });
    const metricId = metrics[n % metrics.length] ?? "";
    await createOutcome(editor, { id, metricId, expected: 60, dueOn: "2030-01-01" });
  }
}

async function afterWrites(stage: Stage, port: number, request: Buffer) {
  const client = new Client(port);
  const times: number[] = [];
  for (let n = 0; n < boards; n++) {
    await client.ask(requestOf("POST", `${stage.path}/ideas`, stage.key, { title: `Thought beside board ${n}` }));
    const began = performance.now();
    await client.ask(request);
    times.push(performance.now() - began);
  }
  client.close();
  return figuresOf(
    times,
    times.reduce((all, time) => all + time, 0),
  );
}

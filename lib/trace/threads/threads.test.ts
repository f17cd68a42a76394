import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { createIdea, deleteIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { createObjective } from "#lib/objectives/commands.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import { createInitiative, createOutcome, deleteInitiative } from "#lib/roadmap/commands.ts";
import { roadmapOf } from "#lib/roadmap/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { getTrace } from "../queries.ts";
import { listThreads } from "./queries.ts";
import type { ThreadedType } from "./schema.ts";

let w: TestWorkspace;
let editor: Actor;
beforeEach(async () => {
  w = await newTestWorkspace();
  editor = w.actors.editor;
});

const nothing = { feedback: false, idea: false, objective: false, outcome: false };
const all = { feedback: true, idea: true, objective: true, outcome: true };

/** The threads of some records, each of which is that of its own chain. */
async function threads(type: ThreadedType, ids: string[]) {
  const { data } = await listThreads(w.actors.viewer, { type, id: ids });
  for (const { id, thread } of data) expect((await getTrace(w.actors.viewer, { type, id })).thread).toEqual(thread);
  return ids.map((id) => data.find((one) => one.id === id)?.thread);
}

test("each row has the dots that its own chain has, whichever record it is of", async () => {
  const idea = (await createIdea(editor, { title: "asked for" })).id;
  const alone = (await createIdea(editor, { title: "alone" })).id;
  await linkEvidence(editor, { id: await tablesOf(w.workspace.id).feedback("please"), ideaId: idea });
  const [metric, unused, other] = await Promise.all(
    ["used", "unused", "of a key result"].map((key) => roadmapOf(editor).metric(key.replaceAll(" ", "-"), [12, 23])),
  );
  const objective = (await createObjective(editor, { title: "O" })).id;
  const result = (title: string, metricId?: string) =>
    createKeyResult(editor, { id: objective, title, ...(metricId && { metricId, target: 40 }) });
  const [worked, waiting] = [(await result("worked on", other)).id, (await result("waiting")).id];
  const card = (await createInitiative(editor, { title: "card", ideaIds: [idea], keyResultIds: [worked] })).id;

  expect(await threads("idea", [idea, alone])).toEqual([
    { ...all, outcome: false },
    { ...nothing, idea: true },
  ]);
  await createOutcome(editor, { id: card, metricId: metric ?? "", expected: 40 });
  expect(await threads("idea", [idea])).toEqual([all]);
  expect(await threads("keyResult", [worked, waiting])).toEqual([all, { ...nothing, objective: true }]);
  expect(await threads("metric", [metric ?? "", unused ?? "", other ?? ""])).toEqual([
    all,
    nothing,
    { ...all, outcome: false },
  ]);

  await deleteInitiative(editor, { id: card });
  expect(await threads("idea", [idea, idea])).toEqual([
    { ...nothing, feedback: true, idea: true },
    { ...nothing, feedback: true, idea: true },
  ]);
  expect(await threads("metric", [metric ?? "", other ?? ""])).toEqual([nothing, { ...nothing, objective: true }]);
});

test("what is not there, or another workspace's, is left out", async () => {
  const idea = (await createIdea(editor, { title: "A" })).id;
  const gone = (await createIdea(editor, { title: "gone" })).id;
  const theirs = (await createIdea((await newTestWorkspace()).actors.editor, { title: "theirs" })).id;
  await deleteIdea(editor, { id: gone });
  const { data } = await listThreads(w.actors.viewer, { type: "idea", id: [gone, idea, theirs] });
  expect(data.map(({ id }) => id)).toEqual([idea]);
  expect(await listThreads(w.actors.viewer, { type: "metric", id: [idea] })).toEqual({ data: [] });
});

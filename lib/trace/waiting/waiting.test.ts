import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { newId } from "#lib/core/id.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { createMetric, recordPoints } from "#lib/metrics/commands.ts";
import { createObjective } from "#lib/objectives/commands.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import { createInitiative } from "#lib/roadmap/initiatives/commands.ts";
import { setAsideInitiative } from "#lib/roadmap/initiatives/set-aside.ts";
import { createOutcome } from "#lib/roadmap/outcomes/commands.ts";
import { reviewOutcome } from "#lib/roadmap/outcomes/review.ts";
import { ago, dayAgo } from "#lib/roadmap/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { whatWaits } from "./queries.ts";

const nothing = { outcomes: 0, keyResults: 0, imports: 0 };

test("what waits is theirs or nobody's, what they may see to, and none of another workspace's", async () => {
  const { workspace, actors } = await newTestWorkspace();
  const { editor, viewer, contributor, owner } = actors;
  expect(await whatWaits(editor, {})).toEqual(nothing);

  const metric = async (key: string, lastAt: string | null, ownerId: string | null = null) => {
    const { id } = await createMetric(editor, { key, name: key, cadenceDays: 7, ownerId });
    if (lastAt) await recordPoints(editor, { key, points: [{ at: lastAt, value: 1 }] });
    return id;
  };
  const quiet = await metric("quiet", ago(8));
  const bet = async (title: string, dueOn: string, ownerId: string | null = null) => {
    const { id } = await createInitiative(editor, { title, horizon: "now", ownerId });
    return { id, outcomeId: (await createOutcome(editor, { id, metricId: quiet, expected: 5, dueOn })).id };
  };
  await bet("Nobody's", dayAgo(2));
  await bet("Theirs", dayAgo(2), editor.id);
  await bet("The owner's", dayAgo(2), owner.id);
  await bet("Not yet", dayAgo(-2));
  const judged = await bet("Judged", dayAgo(2));
  await reviewOutcome(editor, { ...judged, verdict: "hit", actual: 5 });
  const { id } = await bet("Set aside", dayAgo(2));
  await setAsideInitiative(editor, { id, reason: "not_now" });

  const objective = await createObjective(editor, { title: "A" });
  const results = [
    ["Quiet", quiet],
    ["Never measured", await metric("never", null)],
    ["Fresh", await metric("fresh", ago(6))],
    ["The owner's", await metric("theirs", ago(8), owner.id)],
  ] as const;
  for (const [title, metricId] of results)
    await createKeyResult(editor, { id: objective.id, title, metricId, start: 0, target: 9 });
  await createKeyResult(editor, { id: objective.id, title: "A milestone" });

  const file = (kind: string, by: string | null) =>
    tablesOf(workspace.id).run(sql`
      insert into imports (workspace_id, id, format, content_type, state, sha256, created_by, created_by_kind)
      values (${workspace.id}, ${newId()}, 'csv', 'text/csv', 'needs_mapping', ${"0".repeat(64)}, ${by}::uuid, ${kind})`);
  await file("member", editor.id);
  await file("member", owner.id);
  await file("key", newId());

  expect(await whatWaits(editor, {})).toEqual({ outcomes: 2, keyResults: 2, imports: 2 });
  expect(await whatWaits(owner, {})).toEqual({ outcomes: 2, keyResults: 3, imports: 2 });
  for (const actor of [viewer, contributor]) expect(await whatWaits(actor, {})).toEqual(nothing);
  expect(await whatWaits((await newTestWorkspace()).actors.editor, {})).toEqual(nothing);
});

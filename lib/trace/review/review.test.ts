import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { createFeedback } from "#lib/feedback/commands.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { createObjective } from "#lib/objectives/commands.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import { createInitiative } from "#lib/roadmap/initiatives/commands.ts";
import { moveInitiative } from "#lib/roadmap/initiatives/moves.ts";
import { setAsideInitiative } from "#lib/roadmap/initiatives/set-aside.ts";
import { createOutcome } from "#lib/roadmap/outcomes/commands.ts";
import { reviewOutcome } from "#lib/roadmap/outcomes/review.ts";
import { ago, dayAgo, roadmapOf } from "#lib/roadmap/testing.ts";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { getReview } from "./queries.ts";

let editor: Actor;
let viewer: Actor;
beforeEach(async () => {
  ({ editor, viewer } = (await newTestWorkspace()).actors);
});

const nothing = { hit: 0, partial: 0, missed: 0, inconclusive: 0, not_measured: 0 };

test("an empty workspace has nothing to review, and says so in numbers", async () => {
  expect(await getReview(viewer, {})).toMatchObject({
    changes: [],
    moreChanges: false,
    objectives: [],
    moreObjectives: false,
    bets: {
      ever: nothing,
      since: nothing,
      running: 0,
      overdue: 0,
      overestimate: null,
      confidence: null,
      now: { cards: 0, ofOneCompany: 0 },
    },
  });
});

test("each card that moved is told once, where it stands now, with who and why and what it came to", async () => {
  const map = roadmapOf(editor);
  const metricId = await map.metric("exports", [12, 26, 41]);
  const done = await map.card("Digest people read", "next");
  const bet = await createOutcome(editor, { id: done, metricId, expected: 35, baseline: 12, confidence: 70 });
  await reviewOutcome(editor, { id: done, outcomeId: bet.id, verdict: "hit", actual: 41 });
  await moveInitiative(editor, { id: done, horizon: "done" });
  const moved = await map.card("Audit exports");
  await moveInitiative(editor, { id: moved, horizon: "next", reason: "the quarter begins" });
  await moveInitiative(editor, { id: moved, horizon: "now", reason: "audit season" });
  const out = await map.card("White-label portal");
  await setAsideInitiative(editor, { id: out, reason: "one_customer", note: "62 % of it is one company" });

  const { changes, bets } = await getReview(viewer, {});
  expect(changes.map(({ title, horizon, state, reason }) => [title, horizon, state, reason])).toEqual([
    ["White-label portal", "later", "set_aside", "one_customer"],
    ["Audit exports", "now", "open", "audit season"],
    ["Digest people read", "done", "open", null],
  ]);
  expect(changes[0]).toMatchObject({ note: "62 % of it is one company", by: { id: editor.id } });
  expect(changes[1]).toMatchObject({ by: { id: editor.id, name: expect.any(String) } });
  expect(changes[2]?.outcomes).toMatchObject([
    { metric: { key: "exports" }, expected: 35, actual: 41, verdict: "hit" },
  ]);
  expect(bets).toMatchObject({ ever: { ...nothing, hit: 1 }, since: { ...nothing, hit: 1 }, running: 0 });
  expect((await getReview(viewer, { since: ago(-1) })).changes).toEqual([]);
});

test("tells how good the bets are: reached of the way, what confidence is worth, whose wishes are in Now", async () => {
  const map = roadmapOf(editor);
  const metricId = await map.metric("exports", [12, 26, 41]);
  const judged = async (verdict: "hit" | "missed" | "partial", actual: number, confidence: number) => {
    const card = await map.card(verdict);
    const { id } = await createOutcome(editor, { id: card, metricId, baseline: 10, expected: 20, confidence });
    await reviewOutcome(editor, { id: card, outcomeId: id, verdict, actual });
  };
  await judged("hit", 20, 80);
  await judged("partial", 15, 70);
  await judged("missed", 5, 60);
  const ideas = await Promise.all(["Theirs alone", "Everybody's"].map((title) => createIdea(editor, { title })));
  const said = async (idea: string, domain: string) => {
    const company = { name: domain, domain };
    const { id } = await createFeedback(editor, { title: "Please", body: "We need it", company });
    await linkEvidence(editor, { id, ideaId: idea });
  };
  await said(ideas[0]?.id ?? "", "one.example");
  await said(ideas[1]?.id ?? "", "one.example");
  await said(ideas[1]?.id ?? "", "two.example");
  for (const idea of ideas) {
    const card = await createInitiative(editor, { title: idea.title, horizon: "now", ideaIds: [idea.id] });
    await createOutcome(editor, { id: card.id, metricId, expected: 60, dueOn: dayAgo(1) });
  }
  const { bets } = await getReview(viewer, {});
  expect(bets).toMatchObject({
    running: 2,
    overdue: 2,
    // Reached 100, 50 and 0 percent of the way.
    overestimate: 50,
    confidence: { said: 70, hit: 33 },
    now: { cards: 2, ofOneCompany: 1 },
  });
});

test("shows the open objectives with their key results", async () => {
  const { id } = await createObjective(editor, { title: "Enterprise ready", confidence: 50 });
  await createKeyResult(editor, { id, title: "Certificate" });
  const { objectives } = await getReview(viewer, {});
  expect(objectives).toMatchObject([{ id, confidence: 50, results: [{ title: "Certificate" }] }]);
  const stranger = (await newTestWorkspace()).actors.viewer;
  expect((await getReview(stranger, {})).objectives).toEqual([]);
});

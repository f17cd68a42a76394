import { beforeEach, describe, expect, test } from "vitest";
import { type Scope, within } from "#lib/core/operation.ts";
import { createContact } from "#lib/customers/commands.ts";
import { deleteFeedback } from "#lib/feedback/commands.ts";
import { createIdea, deleteIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { setAsideIdea } from "#lib/ideas/set-aside.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { createObjective } from "#lib/objectives/commands.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import {
  createInitiative,
  createOutcome,
  deleteInitiative,
  moveInitiative,
  reviewOutcome,
} from "#lib/roadmap/commands.ts";
import { roadmapOf } from "#lib/roadmap/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { getTrace } from "./queries.ts";
import type { TraceType } from "./schema.ts";

let w: TestWorkspace;
let tables: ReturnType<typeof tablesOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  tables = tablesOf(w.workspace.id);
});

const trace = (type: TraceType, id: string) => getTrace(w.actors.viewer, { type, id });
const filled = { feedback: true, idea: true, objective: true, outcome: true };

/** From a customer's words to a measured outcome, and beside it an idea of the same objective that nobody asked for. */
async function story() {
  const { editor, contributor } = w.actors;
  const companyId = await tables.company("Initech", { arr: 48_000, health: 20 });
  const contactId = (await createContact(editor, { name: "Dana Ito", companyId })).id;
  const feedback = await tables.feedback("Audit log", {
    body: "every quarter, by hand",
    companyId,
    contactId,
    at: "2026-01-05T00:00:00Z",
  });
  const second = await tables.feedback("Me too", { companyId: await tables.company("Acme", { arr: 2_000 }) });
  const idea = (await createIdea(editor, { title: "Auditors cannot get the log out", problem: "p".repeat(400) })).id;
  await linkEvidence(contributor, { id: feedback, ideaId: idea, quote: "every quarter", importance: "must" });
  await linkEvidence(editor, { id: second, ideaId: idea });
  const objective = (await createObjective(editor, { title: "Enterprise ready" })).id;
  const metric = await roadmapOf(editor).metric("exports", [12, 23, 41]);
  const keyResult = (await createKeyResult(editor, { id: objective, title: "40 a week", metricId: metric, target: 40 }))
    .id;
  const initiative = (
    await createInitiative(editor, {
      title: "Audit export",
      horizon: "next",
      ideaIds: [idea],
      objectiveIds: [objective],
      keyResultIds: [keyResult],
      reason: "four of seven only need a file",
    })
  ).id;
  const outcome = (await createOutcome(editor, { id: initiative, metricId: metric, expected: 40, dueOn: "2040-01-01" }))
    .id;
  await moveInitiative(editor, { id: initiative, horizon: "now", reason: "audit season" });
  await reviewOutcome(editor, {
    id: initiative,
    outcomeId: outcome,
    verdict: "hit",
    actual: 41,
    learning: "files are enough",
  });
  return { companyId, contactId, feedback, second, idea, objective, metric, keyResult, initiative, outcome };
}

describe("the chain", () => {
  test("is whole from the card: words, ideas, objective, measured outcome, with who, when and why of each link", async () => {
    const { editor, contributor } = w.actors;
    const s = await story();
    const who = ({ id, name }: typeof editor) => ({ kind: "member", id, name });
    const link = { initiativeId: s.initiative, linkedBy: who(editor), reason: "four of seven only need a file" };
    const found = await trace("initiative", s.initiative);
    expect(found).toMatchObject({
      subject: { type: "initiative", id: s.initiative, number: 1, title: "Audit export" },
      thread: filled,
      demand: { feedback: 2, companies: 2, arr: 50_000, atRiskArr: 48_000, since: "2026-01-05T00:00:00.000Z" },
      evidence: { count: 2 },
      ideas: {
        count: 1,
        data: [
          {
            id: s.idea,
            stage: { category: "new" },
            demand: { feedback: 2, companies: 2, arr: 50_000 },
            createdBy: who(editor),
            links: [link],
          },
        ],
      },
      initiatives: {
        count: 1,
        data: [
          {
            id: s.initiative,
            horizon: "now",
            moves: {
              count: 2,
              data: [
                { from: "next", to: "now", reason: "audit season", by: who(editor) },
                { from: null, to: "next", reason: "four of seven only need a file" },
              ],
            },
          },
        ],
      },
      objectives: { count: 1, data: [{ id: s.objective, state: "open", links: [link] }] },
      keyResults: {
        count: 1,
        data: [
          { id: s.keyResult, objectiveId: s.objective, start: 41, target: 40, createdBy: who(editor), links: [link] },
        ],
      },
      outcomes: {
        count: 1,
        data: [
          {
            id: s.outcome,
            metricId: s.metric,
            expected: 40,
            createdBy: who(editor),
            actual: 41,
            verdict: "hit",
            reviewedBy: who(editor),
          },
        ],
      },
      decisions: { count: 0, data: [] },
    });
    expect(found.ideas.data[0]?.problem).toHaveLength(300);
    expect(found.evidence.data[0]).toMatchObject({
      ideaId: s.idea,
      feedback: { id: s.feedback, title: "Audit log" },
      company: { name: "Initech" },
      quote: "every quarter",
      importance: "must",
      linkedBy: who(contributor),
    });
    const [metric, ...others] = found.metrics;
    expect(others).toEqual([]);
    expect(metric).toMatchObject({ id: s.metric, latest: { value: 41 } });
    expect(metric?.series.map(({ value }) => value)).toEqual([12, 23, 41]);
    for (const at of [
      found.ideas.data[0]?.links[0]?.linkedAt,
      found.ideas.data[0]?.demand.lastAt,
      found.initiatives.data[0]?.moves.data[0]?.at,
      found.outcomes.data[0]?.reviewedAt,
    ]) {
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/);
    }
  });

  test("is the same chain from every record on it", async () => {
    const s = await story();
    const records: [TraceType, string][] = [
      ["company", s.companyId],
      ["contact", s.contactId],
      ["feedback", s.feedback],
      ["idea", s.idea],
      ["initiative", s.initiative],
      ["outcome", s.outcome],
      ["objective", s.objective],
      ["keyResult", s.keyResult],
      ["metric", s.metric],
    ];
    for (const [type, id] of records) {
      const found = await trace(type, id);
      expect([type, found.thread]).toEqual([type, filled]);
      expect(found.subject).toMatchObject({ type, id });
      const ids = (list: { data: { id: string }[] }) => list.data.map((one) => one.id);
      expect([type, ids(found.ideas), ids(found.initiatives), ids(found.outcomes), ids(found.objectives)]).toEqual([
        type,
        [s.idea],
        [s.initiative],
        [s.outcome],
        [s.objective],
      ]);
      expect(ids(found.keyResults)).toEqual([s.keyResult]);
      const own = type === "company" || type === "contact" || type === "feedback";
      expect([type, found.evidence.count]).toEqual([type, own ? 1 : 2]);
      expect(found.evidence.data.map(({ feedback }) => feedback.id)).toEqual(
        own ? [s.feedback] : [s.feedback, s.second],
      );
    }
  });

  test("of a contact holds what they said themselves, and no more of it than the newest 200", async () => {
    const { editor } = w.actors;
    const contactId = (await createContact(editor, { name: "Support mailbox" })).id;
    const idea = (await createIdea(editor, { title: "A" })).id;
    for (let n = 0; n < 3; n++)
      await linkEvidence(editor, { id: await tables.feedback(`${n}`, { contactId }), ideaId: idea });
    const gone = await tables.feedback("deleted", { contactId });
    await linkEvidence(editor, { id: gone, ideaId: (await createIdea(editor, { title: "B" })).id });
    await deleteFeedback(editor, { id: gone });
    await linkEvidence(editor, { id: await tables.feedback("another's"), ideaId: idea });
    const found = await trace("contact", contactId);
    expect(found.subject).toMatchObject({ type: "contact", number: null, title: "Support mailbox" });
    expect(found.ideas.data.map(({ title }) => title)).toEqual(["A"]);
    expect([found.evidence.count, found.demand.feedback]).toEqual([3, 4]);
    const old = (await createIdea(editor, { title: "long ago" })).id;
    const first = await tables.feedback("first", { contactId, at: "2020-01-01T00:00:00Z" });
    await linkEvidence(editor, { id: first, ideaId: old });
    for (let n = 0; n < 197; n++) await tables.feedback(`more ${n}`, { contactId });
    expect((await trace("contact", contactId)).ideas.data.map(({ title }) => title)).toEqual(["A"]);
  });

  test("does not turn back: another idea of the same objective did not come of these words", async () => {
    const { editor } = w.actors;
    const s = await story();
    const other = (await createIdea(editor, { title: "unasked" })).id;
    await createInitiative(editor, { title: "Pet project", ideaIds: [other], objectiveIds: [s.objective] });
    expect((await trace("feedback", s.feedback)).initiatives.count).toBe(1);
    const whole = await trace("objective", s.objective);
    expect(whole.initiatives.data.map(({ title }) => title)).toEqual(["Audit export", "Pet project"]);
    expect(whole.ideas.data.map(({ title }) => title)).toEqual(["Auditors cannot get the log out", "unasked"]);
  });

  test("shows what is missing as empty, dot by dot", async () => {
    const { editor } = w.actors;
    const nothing = { feedback: false, idea: false, objective: false, outcome: false };
    const feedback = await tables.feedback("alone");
    expect((await trace("feedback", feedback)).thread).toEqual({ ...nothing, feedback: true });
    const idea = (await createIdea(editor, { title: "A" })).id;
    expect((await trace("idea", idea)).thread).toEqual({ ...nothing, idea: true });
    await linkEvidence(editor, { id: feedback, ideaId: idea });
    expect((await trace("feedback", feedback)).thread).toEqual({ ...nothing, feedback: true, idea: true });
    const card = await roadmapOf(editor).card("bare");
    expect(await trace("initiative", card)).toMatchObject({ thread: nothing, demand: { feedback: 0, since: null } });
  });

  test("tells why something was set aside, and forgets what was deleted", async () => {
    const { editor } = w.actors;
    const s = await story();
    await setAsideIdea(editor, { id: s.idea, reason: "too_few", note: "ask again" });
    const aside = await trace("feedback", s.feedback);
    expect(aside.decisions).toMatchObject({
      count: 1,
      data: [{ subject: { type: "idea", id: s.idea }, reason: "too_few", note: "ask again", endedAt: null }],
    });
    expect(aside.ideas.data[0]?.state).toBe("set_aside");
    await deleteInitiative(editor, { id: s.initiative });
    const cut = await trace("feedback", s.feedback);
    expect(cut.thread).toEqual({ ...filled, objective: false, outcome: false });
    expect(cut.outcomes.count + cut.objectives.count + cut.keyResults.count + cut.initiatives.count).toBe(0);
    await deleteIdea(editor, { id: s.idea });
    expect((await trace("feedback", s.feedback)).ideas.count).toBe(0);
    await expect(trace("idea", s.idea)).rejects.toMatchObject({ code: "not_found" });
    await expect(trace("outcome", s.outcome)).rejects.toMatchObject({ code: "not_found" });
  });

  test("of another workspace is nothing", async () => {
    const s = await story();
    const { actors } = await newTestWorkspace();
    for (const [type, id] of [
      ["feedback", s.feedback],
      ["contact", s.contactId],
      ["metric", s.metric],
      ["keyResult", s.keyResult],
    ] as const) {
      await expect(getTrace(actors.owner, { type, id })).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(trace("idea", s.feedback)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a long chain is shown in part and counted whole, in as many queries as a short one", {
  timeout: 60_000,
}, async () => {
  const { editor, viewer } = w.actors;
  const objective = (await createObjective(editor, { title: "O" })).id;
  const short = (await createObjective(editor, { title: "short" })).id;
  const metric = await roadmapOf(editor).metric(
    "m",
    Array.from({ length: 40 }, (_, n) => n),
  );
  const feedback = await Promise.all(Array.from({ length: 6 }, (_, n) => tables.feedback(`${n}`, { body: "words" })));
  const ideas: string[] = [];
  for (let n = 0; n < 25; n++) ideas.push((await createIdea(editor, { title: `I${n}` })).id);
  for (const [n, ideaId] of ideas.entries()) {
    for (const id of feedback)
      await linkEvidence(editor, { id, ideaId, ...(id === feedback[n % 6] ? { quote: "words" } : {}) });
  }
  for (let n = 0; n < 25; n++) {
    const { id } = await createInitiative(editor, { title: `N${n}`, ideaIds: ideas, objectiveIds: [objective] });
    await createOutcome(editor, { id, metricId: metric, expected: 40 });
  }
  const counted = async (type: TraceType, id: string) => {
    let queries = 0;
    const found = await within(viewer, "read", (scope) => {
      const execute = (...given: Parameters<Scope["tx"]["execute"]>) => {
        queries++;
        return scope.tx.execute(...given);
      };
      const tx = new Proxy(scope.tx, { get: (of, name) => (name === "execute" ? execute : Reflect.get(of, name)) });
      return getTrace({ ...scope, tx }, { type, id });
    });
    return { queries, found };
  };
  const { queries, found } = await counted("objective", objective);
  expect(queries).toBe(10);
  expect((await counted("objective", short)).queries).toBe(10);
  expect(found.evidence.count).toBe(150);
  for (const list of [found.ideas, found.initiatives, found.outcomes]) expect(list.count).toBe(25);
  for (const list of [found.evidence, found.ideas, found.initiatives, found.outcomes])
    expect(list.data).toHaveLength(20);
  expect(found.evidence.data.every(({ quote }) => quote === "words")).toBe(true);
  expect(new Set(found.evidence.data.map(({ ideaId }) => ideaId)).size).toBe(20);
  expect(found.metrics[0]?.series).toHaveLength(30);
});

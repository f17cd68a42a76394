import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createCompany, createContact, deleteCompany, deleteContact } from "#lib/customers/commands.ts";
import { getCompany } from "#lib/customers/queries.ts";
import { deleteFeedback, reviewFeedback, setAsideFeedback } from "#lib/feedback/commands.ts";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { listStages } from "#lib/ideas/queries.ts";
import { setAsideIdea } from "#lib/ideas/set-aside.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { createObjective } from "#lib/objectives/commands.ts";
import { createInitiative, createOutcome, reviewOutcome, setAsideInitiative } from "#lib/roadmap/commands.ts";
import type { Horizon } from "#lib/roadmap/rules.ts";
import { roadmapOf } from "#lib/roadmap/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { listAsks, listContactAsks } from "./queries.ts";

let w: TestWorkspace;
let companyId = "";
let said = 0;
const say = (title: string) =>
  tablesOf(w.workspace.id).feedback(title, {
    companyId,
    body: `${title}, please`,
    at: `2026-03-01T00:${10 + said++}:00Z`,
  });
const asked = async (title: string, ideaId: string) => {
  const id = await say(title);
  await linkEvidence(w.actors.editor, { id, ideaId, quote: "please", importance: "must" });
  return id;
};
const idea = async (title: string) => (await createIdea(w.actors.editor, { title })).id;
const card = (title: string, horizon: Horizon, ideaIds: string[], objectiveIds: string[] = []) =>
  createInitiative(w.actors.editor, { title, horizon, ideaIds, objectiveIds });
const asks = (given: Partial<Parameters<typeof listAsks>[1]> = {}) =>
  listAsks(w.actors.viewer, { id: companyId, ...given });

beforeEach(async () => {
  w = await newTestWorkspace();
  said = 0;
  companyId = (await createCompany(w.actors.editor, { name: "Initech" })).id;
});

describe("what a company asked for", () => {
  test("comes with the ideas, their cards and what was measured", async () => {
    const { editor } = w.actors;
    const exports = await idea("Auditors cannot get the log out");
    const objective = await createObjective(editor, { title: "Enterprise ready" });
    const metricId = await roadmapOf(editor).metric("exports", [12]);
    const { id } = await card("Audit exports", "next", [exports], [objective.id]);
    const bet = await createOutcome(editor, { id, metricId, expected: 40, dueOn: "2030-06-30" });
    await reviewOutcome(editor, { id, outcomeId: bet.id, verdict: "hit", actual: 41 });
    await asked("Export the log", exports);
    await say("Dark mode");

    const { data } = await asks();
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({
      feedback: { title: "Dark mode", state: "inbox" },
      standing: "inbox",
      isOpen: true,
      ideas: [],
    });
    expect(data[0]?.thread).toEqual({ feedback: true, idea: false, objective: false, outcome: false });
    expect(data[1]).toMatchObject({
      feedback: { title: "Export the log", snippet: "Export the log, please", state: "reviewed" },
      standing: "next",
      isOpen: true,
      thread: { feedback: true, idea: true, objective: true, outcome: true },
      ideas: [
        {
          id: exports,
          stage: { category: "new" },
          quote: "please",
          importance: "must",
          initiatives: [
            {
              id,
              horizon: "next",
              outcomes: [
                {
                  metric: { key: "exports", unit: "number" },
                  baseline: null,
                  expected: 40,
                  actual: 41,
                  verdict: "hit",
                  dueOn: "2030-06-30",
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test("is open or not as the filter, the count on its card and the rule say, in whatever state it is", async () => {
    const { editor, viewer } = w.actors;
    const { data: stages } = await listStages(viewer, {});
    const shipped = stages.find(({ category }) => category === "shipped")?.id ?? "";
    const [awaited, done, refused, gone] = [await idea("A"), await idea("B"), await idea("C"), await idea("D")];
    await card("Later", "later", [awaited]);
    await setAsideInitiative(editor, { id: (await card("Never", "now", [awaited])).id, reason: "not_now" });
    await asked("awaited", awaited);
    await asked("shipped", done);
    await asked("refused", refused);
    await asked("its idea is gone", gone);
    const both = await asked("shipped and awaited", done);
    await linkEvidence(editor, { id: both, ideaId: awaited });
    await updateIdea(editor, { id: done, stageId: shipped });
    await setAsideIdea(editor, { id: refused, reason: "not_now" });
    await deleteIdea(editor, { id: gone });
    await reviewFeedback(editor, { id: await say("answered"), note: "Under Settings" });
    await setAsideFeedback(editor, { id: await say("set aside"), reason: "out_of_scope", publicReply: "Sorry" });
    await say("new");
    await deleteFeedback(editor, { id: await say("deleted") });

    const standing = Object.fromEntries((await asks()).data.map((ask) => [ask.feedback.title, ask.standing]));
    expect(standing).toEqual({
      awaited: "later",
      shipped: "shipped",
      refused: "set_aside",
      // Feedback that lost its only idea is back in the inbox.
      "its idea is gone": "inbox",
      "shipped and awaited": "later",
      answered: "answered",
      "set aside": "set_aside",
      new: "inbox",
    });
    const [open, rest] = [await asks({ isOpen: true }), await asks({ isOpen: false })];
    expect(open.data.map(({ feedback }) => feedback.title)).toEqual([
      "new",
      "shipped and awaited",
      "its idea is gone",
      "awaited",
    ]);
    for (const { isOpen } of open.data) expect(isOpen).toBe(true);
    for (const { isOpen } of rest.data) expect(isOpen).toBe(false);
    expect(open.data.length + rest.data.length).toBe((await asks()).data.length);
    expect((await getCompany(viewer, { id: companyId })).counts.openAsks).toBe(open.data.length);
    const aside = rest.data.find(({ feedback }) => feedback.title === "set aside");
    expect(aside?.setAside).toEqual({ reason: "out_of_scope", note: null, publicReply: "Sorry" });
    expect(rest.data.find(({ feedback }) => feedback.title === "answered")?.reviewNote).toBe("Under Settings");
    expect(rest.data.find(({ feedback }) => feedback.title === "refused")?.ideas[0]?.setAsideReason).toBe("not_now");
  });

  test("I11 is read page by page, everything once, and is none of another company's", async () => {
    const { editor, viewer } = w.actors;
    for (let n = 0; n < 7; n++) await say(`F${n}`);
    const other = await createCompany(editor, { name: "Other" });
    await tablesOf(w.workspace.id).feedback("other", { companyId: other.id });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await asks({ limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.data.map(({ feedback }) => feedback.title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["F6", "F5", "F4", "F3", "F2", "F1", "F0"]);
    await deleteCompany(editor, { id: companyId });
    await expect(listAsks(viewer, { id: companyId })).rejects.toMatchObject({ code: "not_found" });
    const elsewhere = await newTestWorkspace();
    await expect(listAsks(elsewhere.actors.owner, { id: other.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is a contact's own too, the newest first, and ends with the contact", async () => {
    const { editor, viewer } = w.actors;
    const tables = tablesOf(w.workspace.id);
    const { id } = await createContact(editor, { name: "Dana Ito", companyId });
    const exports = await idea("Auditors cannot get the log out");
    await card("Audit exports", "next", [exports]);
    const first = await tables.feedback("Export", { contactId: id, companyId, at: "2026-03-01T00:00:00Z" });
    await linkEvidence(editor, { id: first, ideaId: exports });
    await tables.feedback("Dark mode", { contactId: id, companyId, at: "2026-03-02T00:00:00Z" });
    await say("somebody else of Initech");
    const page = await listContactAsks(viewer, { id, limit: 1 });
    const rest = await listContactAsks(viewer, { id, limit: 1, cursor: page.nextCursor ?? "" });
    expect([...page.data, ...rest.data].map(({ feedback, standing }) => [feedback.title, standing])).toEqual([
      ["Dark mode", "inbox"],
      ["Export", "next"],
    ]);
    expect(rest.nextCursor).toBeNull();
    const stranger = (await newTestWorkspace()).actors.owner;
    await expect(listContactAsks(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    await deleteContact(editor, { id });
    await expect(listContactAsks(viewer, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("shows twenty ideas of one message at most", async () => {
    const id = await say("Everything");
    const tables = tablesOf(w.workspace.id);
    for (let n = 0; n < 22; n++) {
      await tables.run(sql`
        insert into evidence (workspace_id, feedback_id, idea_id, importance)
        values (${w.workspace.id}, ${id}::uuid, ${await idea(`I${n}`)}::uuid, 'want')`);
    }
    expect((await asks()).data[0]?.ideas).toHaveLength(20);
  });
});

import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { openSessions } from "#db/testing/sessions.ts";
import { databaseUrl } from "#db/testing.ts";
import { updateFeedback } from "#lib/feedback/commands.ts";
import { getFeedback } from "#lib/feedback/queries.ts";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { linkEvidence, unlinkEvidence } from "#lib/ideas/evidence/commands.ts";
import { listEvidence } from "#lib/ideas/evidence/queries.ts";
import { getIdea } from "#lib/ideas/queries.ts";
import { reopenIdea, setAsideIdea } from "#lib/ideas/set-aside.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { undoEvent } from "./commands.ts";
import { listEvents } from "./queries.ts";

let w: TestWorkspace;
let tables: ReturnType<typeof tablesOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  tables = tablesOf(w.workspace.id);
});

const score = { model: "ice" as const, inputs: { impact: 2, confidence: 3, ease: 4 } };
const historyOf = async (id: string) =>
  (await listEvents(w.actors.editor, { subject: `idea:${id}`, order: "desc" })).data;
const undo = (id: string | undefined) => undoEvent(w.actors.editor, { id: id ?? "" });
const undoLast = async (id: string) => undo((await historyOf(id))[0]?.id);
const refused = { code: "conflict" };

describe("what happened to an idea", () => {
  test("is taken back one step after the other, to before the beginning", async () => {
    const { editor } = w.actors;
    const before = await createIdea(editor, { title: "A", problem: "p", tags: ["x"] });
    await updateIdea(editor, { id: before.id, title: "B", tags: [], score });
    await setAsideIdea(editor, { id: before.id, reason: "not_now" });
    await reopenIdea(editor, { id: before.id });
    const steps = await historyOf(before.id);
    for (const { id } of steps.slice(0, 3)) await undo(id);
    const { version: _, updatedAt: __, ...now } = await getIdea(editor, { id: before.id });
    expect(before).toMatchObject(now);
    await undo(steps[3]?.id);
    await expect(getIdea(editor, { id: before.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("comes again when its undoing is undone", async () => {
    const { editor } = w.actors;
    const { id } = await createIdea(editor, { title: "A" });
    await setAsideIdea(editor, { id, reason: "not_now", note: "n" });
    await undoLast(id);
    expect((await getIdea(editor, { id })).state).toBe("open");
    await undoLast(id);
    expect((await getIdea(editor, { id })).setAside).toMatchObject({ reason: "not_now", note: "n" });
  });

  test("stays when the idea changed since, is used by now, or was taken back already", async () => {
    const { editor } = w.actors;
    const { id } = await createIdea(editor, { title: "A" });
    const [created] = await historyOf(id);
    await linkEvidence(editor, { id: await tables.feedback("f"), ideaId: id });
    await expect(undo(created?.id)).rejects.toMatchObject(refused);
    await updateIdea(editor, { id, title: "B" });
    const [updated] = await historyOf(id);
    await updateIdea(editor, { id, title: "C" });
    await expect(undo(updated?.id)).rejects.toMatchObject(refused);
    await undoLast(id);
    await undo(updated?.id);
    await expect(undo(updated?.id)).rejects.toMatchObject(refused);
    expect((await getIdea(editor, { id })).title).toBe("A");
  });

  test("a deleted idea comes back with the feedback that nobody touched since", async () => {
    const { editor } = w.actors;
    const { id } = await createIdea(editor, { title: "A" });
    const [alone, touched] = [await tables.feedback("alone"), await tables.feedback("touched")];
    for (const feedback of [alone, touched]) await linkEvidence(editor, { id: feedback, ideaId: id });
    await deleteIdea(editor, { id });
    await tables.run(
      sql`update feedback set version = version + 1 where workspace_id = ${w.workspace.id} and id = ${touched}`,
    );
    await undoLast(id);
    expect(await getIdea(editor, { id })).toMatchObject({ title: "A", version: 3, demand: { feedback: 2 } });
    expect(await tables.stateOf(alone)).toEqual({ state: "reviewed", version: 4 });
    expect(await tables.stateOf(touched)).toEqual({ state: "inbox", version: 4 });
  });

  test("goes on when two undo it at once: one of them does", async () => {
    const { editor } = w.actors;
    const { id } = await createIdea(editor, { title: "A" });
    await updateIdea(editor, { id, title: "B" });
    const [updated] = await historyOf(id);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => undo(updated?.id)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toMatchObject(refused);
    expect(await getIdea(editor, { id })).toMatchObject({ title: "A", version: 3 });
  });
});

describe("what happened to evidence", () => {
  const evidenceOf = async (id: string) => (await listEvidence(w.actors.viewer, { id })).data;

  test("a link goes, its quote changes back, and both as they were", async () => {
    const { editor, contributor } = w.actors;
    const { id: ideaId } = await createIdea(editor, { title: "A" });
    const id = await tables.feedback("f", { body: "every quarter they ask" });
    await linkEvidence(contributor, { id, ideaId, quote: "every quarter", importance: "must" });
    const before = await evidenceOf(ideaId);
    await linkEvidence(editor, { id, ideaId, quote: "they ask", importance: "nice" });
    const [changed, linked] = await historyOf(ideaId);
    await expect(undo(linked?.id)).rejects.toMatchObject(refused);
    await undo(changed?.id);
    expect(await evidenceOf(ideaId)).toEqual(before);
    await undo(linked?.id);
    expect(await evidenceOf(ideaId)).toEqual([]);
    expect(await tables.stateOf(id)).toEqual({ state: "inbox", version: 3 });
  });

  test("an unlinked quote comes back with its author and day", async () => {
    const { editor, contributor } = w.actors;
    const { id: ideaId } = await createIdea(editor, { title: "A" });
    const id = await tables.feedback("f", { body: "every quarter" });
    await linkEvidence(contributor, { id, ideaId, quote: "every quarter", importance: "blocker" });
    const before = await evidenceOf(ideaId);
    await unlinkEvidence(editor, { id, ideaId });
    expect(await tables.stateOf(id)).toMatchObject({ state: "inbox" });
    await undoLast(ideaId);
    expect(await evidenceOf(ideaId)).toEqual(before);
    await expect(undo((await historyOf(ideaId))[1]?.id)).rejects.toMatchObject(refused);
  });

  test("feedback that was set aside is set aside again", async () => {
    const { editor } = w.actors;
    const { id: ideaId } = await createIdea(editor, { title: "A" });
    const id = await tables.asideFeedback("f", "out_of_scope");
    await linkEvidence(editor, { id, ideaId });
    expect(await tables.stateOf(id)).toMatchObject({ state: "reviewed" });
    await undoLast(ideaId);
    expect(await tables.stateOf(id)).toMatchObject({ state: "set_aside" });
  });

  test("a quote that was erased is not made up again", async () => {
    const { editor } = w.actors;
    const { id: ideaId } = await createIdea(editor, { title: "A" });
    const id = await tables.feedback("f", { body: "every quarter" });
    await linkEvidence(editor, { id, ideaId, quote: "every quarter" });
    await unlinkEvidence(editor, { id, ideaId });
    const [unlinked] = await historyOf(ideaId);
    const { owner, end } = openSessions(databaseUrl());
    await owner`select set_config('app.workspace_id', ${w.workspace.id}, false)`;
    await owner`delete from event_values where event_id = ${unlinked?.id ?? ""}`;
    await end();
    await expect(undo(unlinked?.id)).rejects.toMatchObject(refused);
  });

  test("needs the permission that doing it needs", async () => {
    const { editor, contributor, viewer } = w.actors;
    const { id: ideaId } = await createIdea(editor, { title: "A" });
    await linkEvidence(editor, { id: await tables.feedback("f"), ideaId });
    const [linked, created] = await historyOf(ideaId);
    const forbidden = { code: "forbidden" };
    await expect(undoEvent(viewer, { id: linked?.id ?? "" })).rejects.toMatchObject(forbidden);
    await undoEvent(contributor, { id: linked?.id ?? "" });
    await expect(undoEvent(contributor, { id: created?.id ?? "" })).rejects.toMatchObject(forbidden);
  });
});

test("an unknown event and another workspace's are nothing; what has no undo says so", async () => {
  const elsewhere = await newTestWorkspace();
  const { id } = await createIdea(elsewhere.actors.editor, { title: "A" });
  const [theirs] = (await listEvents(elsewhere.actors.editor, { subject: `idea:${id}`, order: "desc" })).data;
  await expect(undo(theirs?.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(undo(crypto.randomUUID())).rejects.toMatchObject({ code: "not_found" });
  const event = await tables.event("idea.admired");
  await expect(undo(event)).rejects.toMatchObject({ code: "conflict", message: "idea.admired cannot be undone." });
});

test("a change of feedback is taken back after the link that followed it", async () => {
  const { editor } = w.actors;
  const { id: ideaId } = await createIdea(editor, { title: "A" });
  const id = await tables.feedback("before");
  await updateFeedback(editor, { id, title: "after" });
  await linkEvidence(editor, { id, ideaId });
  const [linked, updated] = (await listEvents(editor, { subject: `feedback:${id}`, order: "desc" })).data;
  expect([linked?.action, updated?.action]).toEqual(["evidence.linked", "feedback.updated"]);
  await expect(undo(updated?.id)).rejects.toMatchObject(refused);
  await undo(linked?.id);
  await undo(updated?.id);
  expect(await tables.stateOf(id)).toEqual({ state: "inbox", version: 5 });
  expect(await getFeedback(editor, { id })).toMatchObject({ title: "before" });
});

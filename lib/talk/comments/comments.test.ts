import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { newId } from "#lib/core/id.ts";
import { createCompany, createContact } from "#lib/customers/commands.ts";
import { createFeedback, deleteFeedback, restoreFeedback } from "#lib/feedback/commands.ts";
import { createIdea, deleteIdea } from "#lib/ideas/commands.ts";
import { createMetric } from "#lib/metrics/commands.ts";
import { createObjective, deleteObjective } from "#lib/objectives/commands.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import { createInitiative } from "#lib/roadmap/commands.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { listEvents } from "#lib/trace/events/queries.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createComment, deleteComment, updateComment } from "./commands.ts";
import { getComment, listComments } from "./queries.ts";

let w: TestWorkspace;
let subject: string;
beforeEach(async () => {
  w = await newTestWorkspace();
  subject = `idea:${(await createIdea(w.actors.editor, { title: "Audit exports" })).id}`;
});

const gone = { code: "not_found" };
const refused = { code: "forbidden" };
const say = (body: string, who = w.actors.viewer) => createComment(who, { subject, body });
const all = () => listComments(w.actors.viewer, { subject, limit: 200 });
const lastEvent = async (id: string) =>
  (await listEvents(w.actors.viewer, { subject: `comment:${id}`, order: "desc", limit: 1 })).data[0]?.id ?? "";

describe("comments", () => {
  test("are said about every record by everybody, and read in order, page by page, both ways", async () => {
    const { editor, viewer } = w.actors;
    const objective = (await createObjective(editor, { title: "Enterprise ready" })).id;
    const records = {
      feedback: (await createFeedback(editor, { title: "Export" })).id,
      initiative: (await createInitiative(editor, { title: "Exports", horizon: "next" })).id,
      objective,
      keyResult: (await createKeyResult(editor, { id: objective, title: "Certificate" })).id,
      metric: (await createMetric(editor, { key: "exports", name: "Exports" })).id,
      company: (await createCompany(editor, { name: "Initech" })).id,
      contact: (await createContact(editor, { name: "Dana Ito" })).id,
    };
    for (const [type, id] of Object.entries(records)) {
      const about = `${type}:${id}`;
      const made = await createComment(viewer, { subject: about, body: "**Said** of it" });
      expect(made).toMatchObject({ subject: { type, id }, body: "**Said** of it", editedAt: null, version: 1 });
      expect(made.createdBy).toEqual({ kind: "member", id: viewer.id, name: viewer.name });
      expect(await listComments(viewer, { subject: about })).toMatchObject({ count: 1, data: [{ id: made.id }] });
    }
    for (let n = 0; n < 7; n++) await say(`${n}`);
    const walk = async (order: "asc" | "desc") => {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await listComments(viewer, { subject, limit: 3, order, ...(cursor ? { cursor } : {}) });
        expect(page.count).toBe(7);
        seen.push(...page.data.map(({ body }) => body));
        if (page.nextCursor === null) return seen.join("");
        cursor = page.nextCursor;
      }
    };
    expect([await walk("asc"), await walk("desc")]).toEqual(["0123456", "6543210"]);
  });

  test("are edited by who wrote them and deleted by them or an admin, and nobody else", async () => {
    const { viewer, editor, admin } = w.actors;
    const { id } = await say("Frist");
    for (const other of [editor, admin]) {
      await expect(updateComment(other, { id, body: "Mine now" })).rejects.toMatchObject(refused);
    }
    expect(await updateComment(viewer, { id, body: "First" })).toMatchObject({ body: "First", version: 2 });
    expect((await getComment(viewer, { id })).editedAt).not.toBeNull();
    await expect(updateComment(viewer, { id, body: "Late" }, { ifMatch: 1 })).rejects.toMatchObject({
      code: "stale",
      current: { body: "First", version: 2 },
    });
    expect((await updateComment(viewer, { id, body: "First" })).version).toBe(2);
    await expect(deleteComment(editor, { id })).rejects.toMatchObject(refused);
    await expect(deleteComment(viewer, { id }, { ifMatch: 1 })).rejects.toMatchObject({ code: "stale" });
    await deleteComment(admin, { id });
    await expect(getComment(viewer, { id })).rejects.toMatchObject(gone);
    await expect(deleteComment(viewer, { id })).rejects.toMatchObject(gone);
    await expect(updateComment(viewer, { id, body: "x" })).rejects.toMatchObject(gone);
    // Whoever may delete it may bring it back, and nobody else.
    const deleted = await lastEvent(id);
    await expect(undoEvent(editor, { id: deleted })).rejects.toMatchObject(refused);
    await undoEvent(viewer, { id: deleted });
    expect(await getComment(viewer, { id })).toMatchObject({ body: "First", version: 4 });
    await expect(undoEvent(admin, { id: deleted })).rejects.toMatchObject({ code: "conflict" });
  });

  test("go out of sight with their record, and come back with it; a dead one takes no word", async () => {
    const { editor, viewer } = w.actors;
    const { id } = await createFeedback(editor, { title: "Export" });
    const about = `feedback:${id}`;
    const said = await createComment(viewer, { subject: about, body: "Yes" });
    await deleteFeedback(editor, { id });
    await expect(listComments(viewer, { subject: about })).rejects.toMatchObject(gone);
    await expect(getComment(viewer, { id: said.id })).rejects.toMatchObject(gone);
    await expect(updateComment(viewer, { id: said.id, body: "No" })).rejects.toMatchObject(gone);
    await expect(createComment(viewer, { subject: about, body: "Too late" })).rejects.toMatchObject(gone);
    await restoreFeedback(editor, { id });
    expect((await listComments(viewer, { subject: about })).count).toBe(1);

    const objective = await createObjective(editor, { title: "Enterprise ready" });
    const result = await createKeyResult(editor, { id: objective.id, title: "Certificate" });
    await deleteObjective(editor, { id: objective.id });
    const below = createComment(viewer, { subject: `keyResult:${result.id}`, body: "Late" });
    await expect(below).rejects.toMatchObject(gone);
  });

  test("mention members only: an id of somebody else, a stranger's or nobody's, is mere text", async () => {
    const other = await newTestWorkspace("CANARY");
    const { editor, viewer } = w.actors;
    const stranger = other.actors.editor.id;
    const body = `@[Whoever](user:${editor.id}) @[Them](user:${stranger}) @[None](user:${newId()})`;
    const said = await say(body);
    expect(said.body).toBe(body);
    expect(said.mentions).toEqual([{ id: editor.id, name: editor.name }]);
    const foreign = await createComment(other.actors.viewer, { subject, body: "x" }).catch((error) => error);
    const unknown = await createComment(other.actors.viewer, { subject: `idea:${newId()}`, body: "x" }).catch((e) => e);
    expect([foreign.code, foreign.message]).toEqual([unknown.code, unknown.message]);
    await expect(getComment(other.actors.owner, { id: said.id })).rejects.toMatchObject(gone);
    await expect(deleteComment(other.actors.owner, { id: said.id })).rejects.toMatchObject(gone);
    await expect(listComments(viewer, { subject: "stage:1" })).rejects.toMatchObject({
      fields: [{ pointer: "/subject" }],
    });
  });

  test("I3 keep what was written byte for byte; NUL, half a character and too much are refused by name", async () => {
    const texts = [
      "‮RTL‬ \u200b",
      "e\u0301 é",
      "👩‍👩‍👧‍👦 😀",
      " \t leading",
      `${"a".repeat(19_999)}😀`.slice(0, 20_000 - 1),
      "<b>&amp;",
    ];
    for (const body of texts) expect((await say(body)).body).toBe(body);
    for (const body of ["a\u0000b", "\ud800", " \n ", "x".repeat(20_001)]) {
      await expect(say(body)).rejects.toMatchObject({ code: "invalid", fields: [{ pointer: "/body" }] });
    }
    // As many mentions as there is room for.
    const many = `@[A](user:${w.actors.admin.id})`.repeat(400);
    expect((await say(many)).mentions).toHaveLength(1);
  });

  test("Z5 a deleted comment is told nowhere: not in the list, its count, by its id, or in the history", async () => {
    const said = await say("CANARY-deleted");
    await updateComment(w.actors.viewer, { id: said.id, body: "CANARY-edited" });
    await deleteComment(w.actors.viewer, { id: said.id });
    const page = await all();
    expect(page).toMatchObject({ data: [], count: 0 });
    const history = await listEvents(w.actors.owner, { order: "desc", limit: 200 });
    expect(history.data.filter(({ action }) => action.startsWith("comment."))).toHaveLength(3);
    expect(JSON.stringify([page, history])).not.toContain("CANARY");
  });

  test("C4 fifty at once from five people are fifty, each once; the count is exact", async () => {
    const people = Object.values(w.actors);
    const bodies = Array.from({ length: 50 }, (_, n) => `word ${n}`);
    await Promise.all(bodies.map((body, n) => say(body, people[n % people.length])));
    const { data, count } = await all();
    expect(count).toBe(50);
    expect(data.map(({ body }) => body).toSorted()).toEqual(bodies.toSorted());
  });

  test("C4 while the record is being deleted, a comment is kept with it or refused, and none hangs on nothing", async () => {
    const { editor } = w.actors;
    for (let round = 0; round < 8; round++) {
      const { id } = await createIdea(editor, { title: `Round ${round}` });
      const about = `idea:${id}`;
      const calls = Array.from({ length: 12 }, (_, n) => createComment(editor, { subject: about, body: `${n}` }));
      const deleted = deleteIdea(editor, { id });
      const settled = await Promise.allSettled(calls);
      await deleted;
      const kept = settled.filter(({ status }) => status === "fulfilled").length;
      for (const one of settled) if (one.status === "rejected") expect(one.reason).toMatchObject(gone);
      await expect(listComments(editor, { subject: about })).rejects.toMatchObject(gone);
      const [row] = await database().transact({ workspaceId: w.workspace.id, mode: "read" }, ({ tx }) =>
        tx.execute<{ count: number }>(sql`select count(*)::int as count from comments where idea_id = ${id}::uuid`),
      );
      expect(row?.count).toBe(kept);
    }
  });
});

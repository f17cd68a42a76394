import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createCompany, createContact, deleteCompany } from "#lib/customers/commands.ts";
import { createIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import {
  createFeedback,
  deleteFeedback,
  reopenFeedback,
  restoreFeedback,
  reviewFeedback,
  setAsideFeedback,
  updateFeedback,
} from "./commands.ts";
import { countFeedback, getFeedback, listFeedback } from "./queries.ts";
import { benchOf } from "./testing.ts";

let w: TestWorkspace;
let bench: ReturnType<typeof benchOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  bench = benchOf(w);
});

const make = (title: string, more: object = {}) => createFeedback(w.actors.editor, { title, ...more });
const notFound = { code: "not_found" };
const undo = async (id: string) => undoEvent(w.actors.editor, { id: await bench.lastEvent(id) });

describe("an update", () => {
  test("writes what differs, marks it as edited here, and nothing when nothing differs", async () => {
    const { editor } = w.actors;
    const { id } = await make("A", { body: "<p>one</p>", occurredAt: "2026-01-01T00:00:00Z" });
    const company = await createCompany(editor, { name: "Initech" });
    const contact = await createContact(editor, { name: "Dana" });
    const choices = {
      id,
      companyId: company.id,
      contactId: contact.id,
      ownerId: w.actors.viewer.id,
      kind: "bug" as const,
    };
    expect(await updateFeedback(editor, choices)).toMatchObject({
      company: { name: "Initech" },
      contact: { name: "Dana" },
      ownerId: w.actors.viewer.id,
      kind: "bug",
      editedFields: ["contactId", "companyId", "kind"],
      version: 2,
    });
    const before = await getFeedback(editor, { id });
    expect(
      await updateFeedback(editor, {
        ...choices,
        title: "A",
        body: "one",
        tags: [],
        occurredAt: "2026-01-01T01:00:00+01:00",
      }),
    ).toEqual(before);
    expect((await bench.events())["feedback.updated"]).toBe(1);
    expect(await updateFeedback(editor, { id, body: "a<br>b" })).toMatchObject({ body: "a  \nb", version: 3 });
  });

  test("C2: of two by one version the second is told what is there now; without one the fields sent win", async () => {
    const { id } = await make("A");
    await updateFeedback(w.actors.editor, { id, title: "B" }, { ifMatch: 1 });
    const stale = { code: "stale", current: { title: "B", version: 2 } };
    await expect(updateFeedback(w.actors.editor, { id, title: "C" }, { ifMatch: 1 })).rejects.toMatchObject(stale);
    await expect(deleteFeedback(w.actors.editor, { id }, { ifMatch: 1 })).rejects.toMatchObject(stale);
    expect(await updateFeedback(w.actors.editor, { id, kind: "praise" })).toMatchObject({ title: "B", kind: "praise" });
  });

  test("refers to what the workspace has", async () => {
    const { id } = await make("A");
    const elsewhere = await newTestWorkspace();
    const theirs = await createCompany(elsewhere.actors.editor, { name: "Theirs" });
    const contact = await createContact(elsewhere.actors.editor, { name: "Theirs" });
    const gone = await createCompany(w.actors.editor, { name: "Gone" });
    await deleteCompany(w.actors.editor, { id: gone.id });
    for (const choice of [
      { companyId: theirs.id },
      { companyId: gone.id },
      { contactId: contact.id },
      { ownerId: elsewhere.actors.owner.id },
    ]) {
      await expect(updateFeedback(w.actors.editor, { id, ...choice })).rejects.toMatchObject(notFound);
    }
    await expect(getFeedback(elsewhere.actors.owner, { id })).rejects.toMatchObject(notFound);
    await expect(updateFeedback(elsewhere.actors.owner, { id, title: "x" })).rejects.toMatchObject(notFound);
  });

  test("a contributor edits, deletes and restores their own only", async () => {
    const { contributor } = w.actors;
    const theirs = await make("A");
    const own = await createFeedback(contributor, { title: "B" });
    const refused = { code: "forbidden" };
    for (const command of [
      () => updateFeedback(contributor, { id: theirs.id, title: "x" }),
      () => deleteFeedback(contributor, { id: theirs.id }),
      () => restoreFeedback(contributor, { id: theirs.id }),
      () => reviewFeedback(contributor, { id: own.id }),
      () => setAsideFeedback(contributor, { id: own.id, reason: "x" }),
      () => reopenFeedback(contributor, { id: own.id }),
      () => createFeedback(w.actors.viewer, { title: "C" }),
    ]) {
      await expect(command()).rejects.toMatchObject(refused);
    }
    await updateFeedback(contributor, { id: own.id, title: "B2" });
    await deleteFeedback(contributor, { id: own.id });
    expect(await restoreFeedback(contributor, { id: own.id })).toMatchObject({ title: "B2" });
    expect(await updateFeedback(w.actors.editor, { id: own.id, title: "B3" })).toMatchObject({ title: "B3" });
  });
});

describe("triage", () => {
  test("done with it, reopened, set aside with a reason, and reopened: each noted, never silent", async () => {
    const { editor } = w.actors;
    const { id } = await make("A");
    expect(await reviewFeedback(editor, { id, note: "answered" })).toMatchObject({
      state: "reviewed",
      reviewNote: "answered",
    });
    expect(await reviewFeedback(editor, { id })).toMatchObject({ version: 2 });
    expect(await reopenFeedback(editor, { id, reason: "not yet" })).toMatchObject({
      state: "inbox",
      reviewNote: "answered",
    });
    const reopenWhen = { companies: 5, arr: 200_000, on: "2027-03-01", renewalWithinDays: 60 };
    const aside = { id, reason: "out_of_scope", note: "no", publicReply: "Thank you", reopenWhen };
    expect(await setAsideFeedback(editor, aside)).toMatchObject({
      state: "set_aside",
      setAside: {
        reason: "out_of_scope",
        note: "no",
        publicReply: "Thank you",
        reopenWhen,
        by: { kind: "member", id: editor.id, name: editor.name },
      },
    });
    expect((await listFeedback(editor, { state: ["set_aside"] })).data[0]?.setAside?.reason).toBe("out_of_scope");
    await expect(setAsideFeedback(editor, aside)).rejects.toMatchObject({ code: "conflict" });
    expect(await reopenFeedback(editor, { id })).toMatchObject({ state: "inbox", setAside: null, version: 5 });
    expect(await reopenFeedback(editor, { id })).toMatchObject({ version: 5 });
    expect(await setAsideFeedback(editor, { id, reason: "duplicate of life" })).toMatchObject({ version: 6 });
    expect(await reviewFeedback(editor, { id })).toMatchObject({ state: "reviewed", setAside: null });
    expect(await bench.events()).toMatchObject({
      "feedback.reviewed": 2,
      "feedback.reopened": 2,
      "feedback.setAside": 2,
    });
    expect(await bench.count("decisions")).toBe(2);
    await expect(setAsideFeedback(editor, { id, reason: " " })).rejects.toMatchObject({ code: "invalid" });
  });

  test("each step can be undone, one after the other, down to nothing", async () => {
    const { editor } = w.actors;
    const { id } = await make("A", { body: "old", tags: ["x"] });
    const steps = [await getFeedback(editor, { id })];
    steps.push(await updateFeedback(editor, { id, title: "B", body: "new", tags: ["y"], kind: "bug" }));
    steps.push(await reviewFeedback(editor, { id, note: "n" }));
    steps.push(await setAsideFeedback(editor, { id, reason: "r", note: "n", publicReply: "p" }));
    steps.push(await reopenFeedback(editor, { id }));
    await deleteFeedback(editor, { id });
    const events = await bench.read<{ id: string }>(sql`
      select id from events where workspace_id = ${w.workspace.id} and subject_id = ${id} order by xid desc, id desc`);
    for (const { id: event } of events.slice(0, -1)) {
      await undoEvent(editor, { id: event });
      const { version: _, updatedAt: _u, ...now } = await getFeedback(editor, { id });
      const { version: _v, updatedAt: _w, ...then } = steps.pop() ?? { version: 0, updatedAt: "" };
      expect(now).toEqual(then);
    }
    await undoEvent(editor, { id: events.at(-1)?.id ?? "" });
    await expect(getFeedback(editor, { id })).rejects.toMatchObject(notFound);
  });

  test("what changed since, and what a source says, cannot be undone", async () => {
    const { editor } = w.actors;
    const { id } = await make("A");
    await updateFeedback(editor, { id, title: "B" });
    const event = await bench.lastEvent(id);
    await updateFeedback(editor, { id, title: "C" });
    await expect(undoEvent(editor, { id: event })).rejects.toMatchObject({ code: "conflict" });
    const [made] = await bench.ingest([{ source: "zendesk", externalId: "1", title: "A" }]);
    await bench.ingest([{ source: "zendesk", externalId: "1", title: "B" }]);
    await expect(undo(made && "id" in made ? made.id : "")).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a list", () => {
  test("walks every row exactly once, both ways, also rows of one instant", async () => {
    const records = Array.from({ length: 57 }, (_, n) => ({
      title: `T ${n}`,
      occurredAt: `2026-01-${String(1 + (n % 5)).padStart(2, "0")}T00:00:00.123Z`,
    }));
    await bench.ingest(records);
    for (const sort of ["-occurredAt", "occurredAt"] as const) {
      const seen: string[] = [];
      const days: string[] = [];
      let cursor: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof listFeedback>> = await listFeedback(w.actors.viewer, {
          limit: 10,
          sort,
          ...(cursor && { cursor }),
        });
        seen.push(...page.data.map(({ id }) => id));
        days.push(...page.data.map(({ occurredAt }) => occurredAt));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toHaveLength(57);
      expect(new Set(seen).size).toBe(57);
      expect(days).toEqual(
        days.toSorted().toSorted((a, b) => (sort === "occurredAt" ? 1 : -1) * (a < b ? -1 : a > b ? 1 : 0)),
      );
    }
    await expect(listFeedback(w.actors.viewer, { cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ code: "invalid" });
  });

  test("filters", async () => {
    const { editor, viewer } = w.actors;
    const a = await make("A", {
      source: "zendesk",
      tags: ["x", "y"],
      kind: "bug",
      company: { name: "Initech" },
      contact: { email: "d@initech.example" },
    });
    const b = await make("B", { tags: ["x"] });
    const idea = await createIdea(editor, { title: "Idea" });
    await linkEvidence(editor, { id: a.id, ideaId: idea.id, quote: "A", importance: "must" });
    await updateFeedback(editor, { id: b.id, ownerId: viewer.id });
    const titles = async (filter: Parameters<typeof listFeedback>[1]) =>
      (await listFeedback(viewer, filter)).data.map(({ title }) => title);
    expect(await titles({})).toEqual(["B", "A"]);
    expect(await titles({ state: ["inbox"] })).toEqual(["B"]);
    expect(await titles({ state: ["inbox", "reviewed"] })).toEqual(["B", "A"]);
    expect(await titles({ source: "zendesk" })).toEqual(["A"]);
    expect(await titles({ companyId: a.company?.id ?? "" })).toEqual(["A"]);
    expect(await titles({ contactId: a.contact?.id ?? "" })).toEqual(["A"]);
    expect(await titles({ ideaId: idea.id })).toEqual(["A"]);
    expect(await titles({ tag: ["x"] })).toEqual(["B", "A"]);
    expect(await titles({ tag: ["x", "y"] })).toEqual(["A"]);
    expect(await titles({ kind: ["bug", "praise"] })).toEqual(["A"]);
    expect(await titles({ ownerId: viewer.id })).toEqual(["B"]);
    expect(await titles({ source: "zendesk", state: ["inbox"] })).toEqual([]);
    const [item] = (await listFeedback(viewer, { ideaId: idea.id })).data;
    expect(item).toMatchObject({
      ideas: [{ ideaId: idea.id, title: "Idea", quote: "A", importance: "must" }],
      ideaCount: 1,
    });
    await deleteFeedback(editor, { id: b.id });
    expect(await titles({})).toEqual(["A"]);
    expect(await countFeedback(viewer, {})).toEqual({ inbox: 0, reviewed: 1, setAside: 0 });
    const elsewhere = await newTestWorkspace();
    expect((await listFeedback(elsewhere.actors.viewer, {})).data).toEqual([]);
  });

  test("shows at most 20 ideas and says how many there are", async () => {
    const { editor } = w.actors;
    const { id } = await make("A");
    for (let n = 0; n < 23; n++) {
      const idea = await createIdea(editor, { title: `I ${n}` });
      await linkEvidence(editor, { id, ideaId: idea.id });
    }
    const [item] = (await listFeedback(editor, {})).data;
    expect(item?.ideas).toHaveLength(20);
    expect(item?.ideaCount).toBe(23);
    expect(item?.ideas[0]?.title).toBe("I 0");
  });

  test("ends a page early rather than sending more than 4 MB of bodies, and loses nothing", async () => {
    const body = "x".repeat(390_000);
    await bench.ingest(Array.from({ length: 25 }, (_, n) => ({ title: `T ${n}`, body })));
    const first = await listFeedback(w.actors.viewer, { limit: 50 });
    expect(first.data.length).toBeGreaterThan(5);
    expect(first.data.length).toBeLessThan(15);
    expect(first.data.every((item) => item.body.length === body.length)).toBe(true);
    const seen = [...first.data];
    for (let cursor = first.nextCursor; cursor; ) {
      const page = await listFeedback(w.actors.viewer, { limit: 50, cursor });
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(25);
  });

  test("counts to 1,001 and no further", async () => {
    await bench.ingest(Array.from({ length: 1_200 }, (_, n) => ({ title: `T ${n}` })));
    expect(await countFeedback(w.actors.viewer, {})).toEqual({ inbox: 1_001, reviewed: 0, setAside: 0 });
  });
});

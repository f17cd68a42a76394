import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { within } from "#lib/core/operation.ts";
import { createIdea, deleteIdea } from "#lib/ideas/commands.ts";
import { linkEvidence } from "#lib/ideas/evidence/commands.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { createObjective, deleteObjective } from "#lib/objectives/commands.ts";
import { createKeyResult } from "#lib/objectives/key-results/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import {
  createInitiative,
  createOutcome,
  deleteInitiative,
  moveInitiative,
  reopenInitiative,
  setAsideInitiative,
  updateInitiative,
} from "./commands.ts";
import { getInitiative, listInitiatives } from "./queries.ts";
import { roadmapOf } from "./testing.ts";

let w: TestWorkspace;
let editor: Actor;
let viewer: Actor;
let board: ReturnType<typeof roadmapOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  ({ editor, viewer } = w.actors);
  board = roadmapOf(editor);
});

const idea = async (title: string) => (await createIdea(editor, { title })).id;
const objective = async (title: string) => (await createObjective(editor, { title })).id;

describe("an initiative", () => {
  test("is numbered, stands in Later unless told, and is linked to what it is for", async () => {
    const [ideaId, objectiveId] = [await idea("Auditors cannot get the log"), await objective("Enterprise ready")];
    const { id: keyResultId } = await createKeyResult(editor, { id: objectiveId, title: "Certificate" });
    const links = { ideaIds: [ideaId, ideaId], objectiveIds: [objectiveId], keyResultIds: [keyResultId] };
    const first = await createInitiative(editor, {
      title: "Auditors get what they need",
      problem: "Forty pages",
      ...links,
    });
    expect(first).toMatchObject({
      number: 1,
      horizon: "later",
      problem: "Forty pages",
      ideaIds: [ideaId],
      objectiveIds: [objectiveId],
      keyResultIds: [keyResultId],
      outcomes: [],
      setAside: null,
      version: 1,
    });
    expect((await createInitiative(editor, { title: "Second", horizon: "now" })).number).toBe(2);
    expect(await getInitiative(viewer, { id: first.id })).toEqual(first);
    await expect(createInitiative(viewer, { title: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is linked to nothing foreign, unknown or deleted, nor owned by a stranger", async () => {
    const stranger = (await newTestWorkspace()).actors.editor;
    const gone = [await idea("Gone"), await objective("Gone")] as const;
    await deleteIdea(editor, { id: gone[0] });
    await deleteObjective(editor, { id: gone[1] });
    const foreign = (await createIdea(stranger, { title: "Theirs" })).id;
    const { id } = await createInitiative(editor, { title: "A" });
    for (const links of [
      { ideaIds: [gone[0]] },
      { ideaIds: [foreign] },
      { objectiveIds: [gone[1]] },
      { objectiveIds: [newId()] },
      { keyResultIds: [newId()] },
      { ownerId: stranger.id },
    ]) {
      await expect(createInitiative(editor, { title: "B", ...links })).rejects.toMatchObject({ code: "not_found" });
      await expect(updateInitiative(editor, { id, ...links })).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await listInitiatives(editor, {})).data.map(({ title }) => title)).toEqual(["A"]);
  });

  test("gets other links as a whole list; who linked the ones that stay, and why, is kept", async () => {
    const [a, b, c] = [await idea("a"), await idea("b"), await idea("c")];
    const { id } = await createInitiative(editor, { title: "A", ideaIds: [a, b], reason: "asked for twice" });
    const changed = await updateInitiative(w.actors.admin, { id, ideaIds: [c, b], reason: "the same people" });
    expect(changed).toMatchObject({ version: 2, ideaIds: [b, c] });
    expect(await board.events(id)).toMatchObject([
      { reason: "asked for twice" },
      { before: { ideaIds: [a, b].sort() }, after: { ideaIds: [b, c].sort() }, reason: "the same people" },
    ]);
    const links = await within(viewer, "read", async ({ tx }) =>
      (
        await tx.execute(sql`select idea_id, linked_by, reason from initiative_ideas
          where workspace_id = ${w.workspace.id} and initiative_id = ${id} order by linked_at`)
      ).slice(),
    );
    expect(links).toEqual([
      { idea_id: b, linked_by: editor.id, reason: "asked for twice" },
      { idea_id: c, linked_by: w.actors.admin.id, reason: "the same people" },
    ]);
    expect((await updateInitiative(editor, { id, ideaIds: [c, b] })).version).toBe(2);
    await deleteIdea(editor, { id: c });
    expect((await getInitiative(viewer, { id })).ideaIds).toEqual([b]);
    expect((await updateInitiative(editor, { id, ideaIds: [b] })).version).toBe(2);
  });

  test("C2 two PATCH with one If-Match: one wins, the other sees it; without it the fields sent win", async () => {
    const { id } = await createInitiative(editor, { title: "A", problem: "why", confidence: 50 });
    const answers = await Promise.allSettled([
      updateInitiative(editor, { id, title: "B" }, { ifMatch: 1 }),
      updateInitiative(w.actors.admin, { id, confidence: 90 }, { ifMatch: 1 }),
    ]);
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ code: "stale", current: { id, version: 2 } });
    await Promise.all([
      updateInitiative(editor, { id, title: "C" }),
      updateInitiative(w.actors.admin, { id, confidence: 10 }),
    ]);
    expect(await getInitiative(viewer, { id })).toMatchObject({
      title: "C",
      confidence: 10,
      problem: "why",
      version: 4,
    });
    await expect(deleteInitiative(editor, { id }, { ifMatch: 3 })).rejects.toMatchObject({ code: "stale" });
  });

  test("tells no long or personal text in the event itself", async () => {
    const { id } = await createInitiative(editor, { title: "Dana Ito waits", problem: "Dana Ito waits" });
    await updateInitiative(editor, { id, targetOutcome: "Dana Ito is content" });
    const events = await board.events(id);
    expect(events).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain("Dana");
  });

  test("sees the demand behind its ideas once, whatever they share", async () => {
    const tables = tablesOf(w.workspace.id);
    const [initech, hooli] = [
      await tables.company("Initech", { arr: 48_000 }),
      await tables.company("Hooli", { arr: 12_000.5 }),
    ];
    const [a, b] = [await idea("a"), await idea("b")];
    const shared = await tables.feedback("Both", { companyId: initech });
    const nobody = await tables.feedback("Nobody's");
    const other = await tables.feedback("Other", { companyId: hooli });
    for (const [feedbackId, ideaId] of [
      [shared, a],
      [shared, b],
      [nobody, a],
      [other, b],
    ] as const) {
      await linkEvidence(editor, { id: feedbackId, ideaId });
    }
    const { demand, id } = await createInitiative(editor, { title: "A", ideaIds: [a, b] });
    expect(demand).toEqual({ feedback: 3, companies: 2, arr: 60_000.5 });
    await deleteIdea(editor, { id: b });
    expect((await getInitiative(viewer, { id })).demand).toEqual({ feedback: 2, companies: 1, arr: 48_000 });
  });

  test("is listed by horizon, state, idea and objective, each once over pages", async () => {
    const [ideaId, objectiveId] = [await idea("a"), await objective("o")];
    for (let i = 0; i < 5; i++) await board.card(`card ${i}`, i % 2 === 0 ? "now" : "next");
    const { id } = await createInitiative(editor, { title: "linked", ideaIds: [ideaId], objectiveIds: [objectiveId] });
    const titles = async (filter: Parameters<typeof listInitiatives>[1]) =>
      (await listInitiatives(viewer, filter)).data.map(({ title }) => title);
    expect(await titles({ horizon: ["now"] })).toEqual(["card 4", "card 2", "card 0"]);
    expect(await titles({ horizon: ["next", "later"] })).toEqual(["linked", "card 3", "card 1"]);
    expect(await titles({ ideaId })).toEqual(["linked"]);
    expect(await titles({ objectiveId })).toEqual(["linked"]);
    await setAsideInitiative(editor, { id, reason: "not_now" });
    expect(await titles({ state: "set_aside" })).toEqual(["linked"]);
    const first = await listInitiatives(viewer, { limit: 4 });
    const rest = await listInitiatives(viewer, { limit: 4, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...rest.data].map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(rest.nextCursor).toBeNull();
  });

  test("is listed as the cards came into their columns, on the next page too", async () => {
    const [a, b, c] = [await board.card("a"), await board.card("b"), await board.card("c")];
    for (const id of [c, a, b]) await moveInitiative(editor, { id, horizon: "done" });
    const first = await listInitiatives(viewer, { horizon: ["done"], sort: "moved", limit: 2 });
    expect(first.data.map(({ title }) => title)).toEqual(["b", "a"]);
    const rest = await listInitiatives(viewer, { sort: "moved", limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest.data.map(({ title }) => title)).toEqual(["c"]);
  });

  test("names no key result whose objective is deleted, and is saved with what it names", async () => {
    const objectiveId = await objective("Fewer tickets");
    const kept = await createKeyResult(editor, { id: await objective("More seats"), title: "Ten" });
    const gone = await createKeyResult(editor, { id: objectiveId, title: "One" });
    const { id } = await createInitiative(editor, { title: "A", keyResultIds: [kept.id, gone.id] });
    await deleteObjective(editor, { id: objectiveId });
    const { keyResultIds } = await getInitiative(viewer, { id });
    expect(keyResultIds).toEqual([kept.id]);
    expect((await updateInitiative(editor, { id, title: "B", keyResultIds })).keyResultIds).toEqual([kept.id]);
  });

  test("is deleted with its outcomes; nothing is found of it", async () => {
    const { id } = await createInitiative(editor, { title: "A" });
    const outcome = await createOutcome(editor, { id, metricId: await board.metric("hits"), expected: 1 });
    expect(outcome.initiativeId).toBe(id);
    await deleteInitiative(editor, { id }, { ifMatch: 1 });
    await expect(getInitiative(viewer, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteInitiative(editor, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(updateInitiative(editor, { id, title: "B" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("setting aside", () => {
  test("takes a card off the board with a reason, and reopening puts it back where it was", async () => {
    await board.card("a");
    const b = await board.card("b");
    await board.card("c");
    const aside = await setAsideInitiative(editor, { id: b, reason: "not_now", note: "After the audit" });
    expect(aside).toMatchObject({
      horizon: "later",
      setAside: { reason: "not_now", note: "After the audit", by: { kind: "member", id: editor.id } },
    });
    expect((await board.column("later")).titles).toEqual(["a", "c"]);
    await expect(setAsideInitiative(editor, { id: b, reason: "again" })).rejects.toMatchObject({ code: "conflict" });
    expect((await reopenInitiative(editor, { id: b, reason: "They asked again" })).setAside).toBeNull();
    expect((await board.column("later")).titles).toEqual(["a", "b", "c"]);
    await expect(reopenInitiative(editor, { id: b })).rejects.toMatchObject({ code: "conflict" });
    expect((await board.events(b)).slice(1)).toMatchObject([
      { action: "initiative.setAside", reason: "not_now", after: { state: "set_aside", version: 2 } },
      { action: "initiative.reopened", reason: "They asked again", after: { state: "open", version: 3 } },
    ]);
  });

  test("of many cards at once, and back, keeps their places distinct", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push(await board.card(`${i}`, "next"));
    await Promise.all(ids.map((id) => setAsideInitiative(editor, { id, reason: "not_now" })));
    for (let i = 0; i < 3; i++) await board.card(`new ${i}`, "next");
    await Promise.all(ids.map((id) => reopenInitiative(editor, { id })));
    const { titles, positions } = await board.column("next");
    expect(new Set(positions).size).toBe(15);
    expect(new Set(titles).size).toBe(15);
  });
});

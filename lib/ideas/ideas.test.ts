import { beforeEach, describe, expect, test } from "vitest";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createIdea, deleteIdea, updateIdea } from "./commands.ts";
import { linkEvidence } from "./evidence/commands.ts";
import { countIdeas, getIdea, listIdeas, listStages } from "./queries.ts";
import { type ideaSorts, stageCategories } from "./schema.ts";
import { reopenIdea, setAsideIdea } from "./set-aside.ts";
import { tablesOf } from "./testing.ts";

let w: TestWorkspace;
let tables: ReturnType<typeof tablesOf>;
beforeEach(async () => {
  w = await newTestWorkspace();
  tables = tablesOf(w.workspace.id);
});

const rice = (reach: number) => ({
  model: "rice" as const,
  inputs: { reach, impact: 1 as const, confidence: 100, effort: 1 },
});

describe("an idea", () => {
  test("is created with what was said and nothing made up", async () => {
    const { editor } = w.actors;
    const made = await createIdea(editor, {
      title: "Audit export",
      tags: ["export", "export", "audit"],
      score: rice(40),
    });
    expect(made).toMatchObject({
      number: 1,
      problem: "",
      ownerId: null,
      tags: ["export", "audit"],
      score: { ...rice(40), value: 40 },
      state: "open",
      setAside: null,
      stage: { category: "new" },
      demand: { feedback: 0, companies: 0, arr: 0, atRiskArr: 0, largestArr: 0, lastAt: null },
      initiativeIds: [],
      createdBy: { kind: "member", id: editor.id, name: editor.name },
      version: 1,
    });
    expect(await getIdea(w.actors.viewer, { id: made.id })).toEqual(made);
    expect((await createIdea(editor, { title: "Second" })).number).toBe(2);
  });

  test("keeps what an update does not name, and writes nothing when nothing differs", async () => {
    const { editor } = w.actors;
    const made = await createIdea(editor, { title: "A", problem: "p", score: rice(1) });
    const changed = await updateIdea(editor, { id: made.id, title: "B", score: null });
    expect(changed).toMatchObject({ title: "B", problem: "p", score: null, version: 2 });
    const { confidence, effort, impact, reach } = rice(1).inputs;
    const scored = await updateIdea(editor, { id: made.id, score: rice(1) });
    const same = {
      id: made.id,
      title: "B",
      score: { model: "rice" as const, inputs: { effort, confidence, impact, reach } },
    };
    expect(await updateIdea(editor, same)).toEqual(scored);
    expect(await tables.history(made.id)).toEqual(["idea.updated", "idea.updated", "idea.created"]);
  });

  test("C2: of two updates by one version the second is told what is there now", async () => {
    const { editor } = w.actors;
    const { id } = await createIdea(editor, { title: "A" });
    await updateIdea(editor, { id, title: "B" }, { ifMatch: 1 });
    await expect(updateIdea(editor, { id, title: "C" }, { ifMatch: 1 })).rejects.toMatchObject({
      code: "stale",
      current: { title: "B", version: 2 },
    });
    await expect(deleteIdea(editor, { id }, { ifMatch: 1 })).rejects.toMatchObject({ code: "stale" });
  });

  test("refers to members and stages of its workspace only", async () => {
    const elsewhere = await newTestWorkspace();
    const [stage] = (await listStages(elsewhere.actors.viewer, {})).data;
    const nothing = { code: "not_found" };
    const { editor } = w.actors;
    await expect(createIdea(editor, { title: "A", stageId: stage?.id ?? "" })).rejects.toMatchObject(nothing);
    await expect(createIdea(editor, { title: "A", ownerId: elsewhere.actors.owner.id })).rejects.toMatchObject(nothing);
    const { id } = await createIdea(editor, { title: "A", ownerId: w.actors.viewer.id });
    await expect(updateIdea(editor, { id, stageId: stage?.id ?? "" })).rejects.toMatchObject(nothing);
    await expect(getIdea(elsewhere.actors.owner, { id })).rejects.toMatchObject(nothing);
  });

  test("is written by editors only", async () => {
    const { id } = await createIdea(w.actors.editor, { title: "A" });
    for (const role of ["contributor", "viewer"] as const) {
      const refused = { code: "forbidden" };
      const actor = w.actors[role];
      await expect(createIdea(actor, { title: "A" })).rejects.toMatchObject(refused);
      await expect(updateIdea(actor, { id, title: "B" })).rejects.toMatchObject(refused);
      await expect(deleteIdea(actor, { id })).rejects.toMatchObject(refused);
      await expect(setAsideIdea(actor, { id, reason: "not_now" })).rejects.toMatchObject(refused);
      await expect(reopenIdea(actor, { id })).rejects.toMatchObject(refused);
    }
  });

  test("has one stage for each category, in order", async () => {
    const { data } = await listStages(w.actors.viewer, {});
    expect(data.map(({ category }) => category)).toEqual(stageCategories);
  });

  test.each([
    ["effort 0", { model: "rice", inputs: { reach: 1, impact: 1, confidence: 1, effort: 0 } }],
    ["another model's inputs", { model: "ice", inputs: { impact: 1, effort: 1 } }],
    ["an impact between two steps", { model: "rice", inputs: { reach: 1, impact: 1.5, confidence: 1, effort: 1 } }],
    ["criteria that weigh nothing", { model: "weighted", inputs: { criteria: [{ name: "a", weight: 0, value: 1 }] } }],
    ["a value of its own", { ...rice(1), value: 9_999 }],
  ])("refuses a score with %s", async (_, score) => {
    const given = { title: "A", score } as Parameters<typeof createIdea>[1];
    await expect(createIdea(w.actors.editor, given)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("setting aside", () => {
  test("needs a reason, keeps it, and is reopened", async () => {
    const { editor, viewer } = w.actors;
    const { id } = await createIdea(editor, { title: "A" });
    const aside = await setAsideIdea(editor, { id, reason: "not_now", note: "after the audit" });
    expect(aside).toMatchObject({
      state: "set_aside",
      version: 2,
      setAside: { reason: "not_now", note: "after the audit" },
    });
    expect(aside.setAside?.by).toEqual({ kind: "member", id: editor.id, name: editor.name });
    await expect(setAsideIdea(editor, { id, reason: "too_few" })).rejects.toMatchObject({ code: "conflict" });
    expect(await reopenIdea(editor, { id, reason: "they asked again" })).toMatchObject({
      state: "open",
      setAside: null,
    });
    await expect(reopenIdea(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    expect(await tables.history(id)).toEqual([
      "idea.reopened: they asked again",
      "idea.setAside: not_now",
      "idea.created",
    ]);
    expect((await listIdeas(viewer, { state: "set_aside" })).data).toEqual([]);
  });
});

describe("deleting", () => {
  test("puts feedback without another idea back into the inbox", async () => {
    const { editor } = w.actors;
    const [a, b] = [await createIdea(editor, { title: "A" }), await createIdea(editor, { title: "B" })];
    const [only, both, elsewhere] = [
      await tables.feedback("only"),
      await tables.feedback("both"),
      await tables.feedback("b"),
    ];
    for (const [id, ideaId] of [
      [only, a.id],
      [both, a.id],
      [both, b.id],
      [elsewhere, b.id],
    ] as const) {
      await linkEvidence(editor, { id, ideaId });
    }
    await deleteIdea(editor, { id: a.id });
    await expect(getIdea(editor, { id: a.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteIdea(editor, { id: a.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await tables.stateOf(only)).toEqual({ state: "inbox", version: 3 });
    expect(await tables.stateOf(both)).toEqual({ state: "reviewed", version: 2 });
    expect(await tables.stateOf(elsewhere)).toEqual({ state: "reviewed", version: 2 });
    expect(await tables.history(only)).toEqual(["feedback.reopened: Its idea was deleted."]);
  });
});

describe("the list", () => {
  const titles = async (input: Parameters<typeof listIdeas>[1]) =>
    (await listIdeas(w.actors.viewer, input)).data.map(({ title }) => title);

  test("gives every idea once in every order, page by page", async () => {
    const { editor } = w.actors;
    const company = [await tables.company("A", { arr: 10 }), await tables.company("B", { arr: 500.25 })];
    for (let n = 0; n < 7; n++) {
      const { id } = await createIdea(editor, { title: `${n}`, score: n % 3 === 0 ? null : rice(n % 2) });
      for (const companyId of company.slice(0, n % 3)) {
        await linkEvidence(editor, { id: await tables.feedback("f", { companyId }), ideaId: id });
      }
    }
    const order: Record<(typeof ideaSorts)[number], string> = {
      number: "6543210",
      created: "6543210",
      updated: "6543210",
      score: "5142630",
      companies: "5241630",
      arr: "5241630",
    };
    for (const sort of Object.keys(order) as (keyof typeof order)[]) {
      for (const direction of ["asc", "desc"] as const) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listIdeas(w.actors.viewer, {
            sort,
            order: direction,
            limit: 2,
            ...(cursor ? { cursor } : {}),
          });
          seen.push(...page.data.map(({ title }) => title));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        const expected = direction === "desc" ? order[sort] : [...order[sort]].toReversed().join("");
        expect(`${sort} ${seen.join("")}`).toBe(`${sort} ${expected}`);
      }
    }
  });

  test("filters by stage, category, owner, tags and state", async () => {
    const { editor } = w.actors;
    const [, exploring] = (await listStages(editor, {})).data;
    const stageId = exploring?.id ?? "";
    await createIdea(editor, { title: "plain" });
    await createIdea(editor, { title: "staged", stageId });
    await createIdea(editor, { title: "owned", ownerId: editor.id });
    await createIdea(editor, { title: "tagged", tags: ["a", "b"] });
    const { id } = await createIdea(editor, { title: "aside" });
    await setAsideIdea(editor, { id, reason: "not_now" });
    const { id: gone } = await createIdea(editor, { title: "deleted" });
    await deleteIdea(editor, { id: gone });
    expect(await titles({})).toEqual(["aside", "tagged", "owned", "staged", "plain"]);
    expect(await titles({ stageId: [stageId] })).toEqual(["staged"]);
    expect(await titles({ category: ["exploring", "shipped"] })).toEqual(["staged"]);
    expect(await titles({ ownerId: editor.id })).toEqual(["owned"]);
    expect(await titles({ tag: ["b", "a"] })).toEqual(["tagged"]);
    expect(await titles({ tag: ["b", "c"] })).toEqual([]);
    expect(await titles({ state: "set_aside" })).toEqual(["aside"]);
    expect(await countIdeas(w.actors.viewer, {})).toEqual({ open: 4, setAside: 1 });
    expect(await titles({ state: "open", sort: "arr", tag: ["a"] })).toEqual(["tagged"]);
  });

  test("goes stage by stage when asked to, each in the same order, across pages and filters", async () => {
    const { editor } = w.actors;
    const [fresh, , ready, , shipped] = (await listStages(editor, {})).data.map(({ id }) => id);
    const stages = [shipped, fresh, ready, fresh, shipped, ready, fresh];
    for (const [n, stageId] of stages.entries()) {
      await createIdea(editor, { title: `${n}`, score: rice(n), ...(stageId ? { stageId } : {}) });
    }
    for (const [filter, expected] of [
      [{}, "6315240"],
      [{ order: "asc" }, "1362504"],
      [{ sort: "companies" }, "6315240"],
      [{ stageId: [ready, shipped] }, "5240"],
      [{ category: ["new", "shipped"] }, "63140"],
      [{ stageId: [] }, ""],
    ] as [Parameters<typeof listIdeas>[1], string][]) {
      for (const limit of [1, 2, 3, 50]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listIdeas(w.actors.viewer, {
            ...{ sort: "score", groupBy: "stage", limit, ...filter },
            ...(cursor ? { cursor } : {}),
          });
          seen.push(...page.data.map(({ title }) => title));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        expect(seen.join("")).toBe(expected);
      }
    }
  });

  test("refuses a cursor that it did not give", async () => {
    const wrong = { code: "invalid" };
    const { viewer } = w.actors;
    for (const of of [["x"], ["x", 1, "y"], [(await listStages(viewer, {})).data[0]?.id, 1, "y"]]) {
      const made = Buffer.from(JSON.stringify(of)).toString("base64url");
      await expect(listIdeas(viewer, { cursor: made, groupBy: "stage" })).rejects.toMatchObject(wrong);
    }
    await expect(listIdeas(viewer, { cursor: "nonsense" })).rejects.toMatchObject(wrong);
    const cursor = Buffer.from(JSON.stringify(["x'; drop table ideas", "y"])).toString("base64url");
    await expect(listIdeas(viewer, { cursor, sort: "score" })).rejects.toMatchObject(wrong);
  });
});

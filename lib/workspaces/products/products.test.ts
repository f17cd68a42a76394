import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { within } from "#lib/core/operation.ts";
import { createFeedback, deleteFeedback, restoreFeedback, updateFeedback } from "#lib/feedback/commands.ts";
import { getFeedback, listFeedback } from "#lib/feedback/queries.ts";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { getIdea, listIdeas } from "#lib/ideas/queries.ts";
import { createObjective, updateObjective } from "#lib/objectives/commands.ts";
import { listObjectives, readTree } from "#lib/objectives/queries.ts";
import { createInitiative, updateInitiative } from "#lib/roadmap/commands.ts";
import { getRoadmap, listInitiatives } from "#lib/roadmap/queries.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "../testing.ts";
import { createProduct, deleteProduct, updateProduct } from "./commands.ts";
import { listProducts } from "./queries.ts";

let w: TestWorkspace;
let admin: Actor;
let editor: Actor;
beforeEach(async () => {
  w = await newTestWorkspace();
  ({ admin, editor } = w.actors);
});

const named = (name: string, who = admin) => createProduct(who, { name });
const names = async (who: Actor) => (await listProducts(who, {})).data.map(({ name }) => name);
const lastEvent = async (action: string): Promise<string> => {
  const [row] = await database().transact({ workspaceId: w.workspace.id, mode: "read" }, ({ tx }) =>
    tx.execute<{ id: string }>(sql`
      select id from events where workspace_id = ${w.workspace.id} and action = ${action} order by xid desc, id desc limit 1`),
  );
  return row?.id ?? "";
};
const undo = async (action: string, who = admin) => undoEvent(who, { id: await lastEvent(action) });
const taken = { code: "invalid", fields: [{ pointer: "/name", code: "taken" }] };

describe("a product", () => {
  test("is made, renamed and deleted by admins, and read by everybody, by name", async () => {
    const planner = await named("Planner");
    await named("connect");
    expect(await names(w.actors.viewer)).toEqual(["connect", "Planner"]);
    const renamed = await updateProduct(admin, { id: planner.id, name: "Agenda" });
    expect(renamed).toMatchObject({ id: planner.id, name: "Agenda", version: 2 });
    expect(await updateProduct(admin, { id: planner.id, name: "Agenda" })).toEqual(renamed);
    await deleteProduct(admin, { id: planner.id });
    expect(await names(w.actors.viewer)).toEqual(["connect"]);
    for (const run of [
      () => named("Another", editor),
      () => updateProduct(editor, { id: planner.id, name: "Another" }),
      () => deleteProduct(editor, { id: planner.id }),
    ]) {
      await expect(run()).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("has a name that no other one has, however it is capitalised; another workspace may use it too", async () => {
    const one = await named("Planner");
    await expect(named("PLANNER")).rejects.toMatchObject(taken);
    const other = await named("Connect");
    await expect(updateProduct(admin, { id: other.id, name: "planner" })).rejects.toMatchObject(taken);
    expect((await updateProduct(admin, { id: one.id, name: "PLANNER" })).name).toBe("PLANNER");
    const elsewhere = (await newTestWorkspace()).actors.admin;
    await named("Planner", elsewhere);
    await deleteProduct(admin, { id: one.id });
    await named("planner");
    await expect(undo("product.deleted")).rejects.toMatchObject({ code: "conflict" });
  });

  test("T1 of another workspace is as one that is not there, in whatever names it", async () => {
    const foreign = await named("Planner", (await newTestWorkspace()).actors.admin);
    const [idea, objective, card, said] = [
      await createIdea(editor, { title: "An idea" }),
      await createObjective(editor, { title: "An objective" }),
      await createInitiative(editor, { title: "A card" }),
      await createFeedback(editor, { title: "A message" }),
    ];
    for (const productId of [foreign.id, newId()]) {
      for (const run of [
        () => updateProduct(admin, { id: productId, name: "Mine" }),
        () => deleteProduct(admin, { id: productId }),
        () => createIdea(editor, { title: "Another", productId }),
        () => createObjective(editor, { title: "Another", productId }),
        () => createInitiative(editor, { title: "Another", productId }),
        () => updateIdea(editor, { id: idea.id, productId }),
        () => updateObjective(editor, { id: objective.id, productId }),
        () => updateInitiative(editor, { id: card.id, productId }),
        () => updateFeedback(editor, { id: said.id, productId }),
      ]) {
        await expect(run()).rejects.toMatchObject({ code: "not_found" });
      }
      expect((await listFeedback(editor, { product: productId })).data).toEqual([]);
    }
  });

  test("C2 is not renamed or deleted by who has seen an older version", async () => {
    const { id } = await named("Planner");
    await updateProduct(admin, { id, name: "Agenda" }, { ifMatch: 1 });
    const stale = { code: "stale", current: { name: "Agenda", version: 2 } };
    await expect(updateProduct(admin, { id, name: "Mine" }, { ifMatch: 1 })).rejects.toMatchObject(stale);
    await expect(deleteProduct(admin, { id }, { ifMatch: 1 })).rejects.toMatchObject(stale);
  });

  test("I9 C6 are a hundred at most, exactly, also when ten come at once and when one comes back", async () => {
    const { id } = await named("The first");
    await within(admin, "write", async ({ tx, record, actor }) => {
      await tx.execute(sql`insert into products (workspace_id, id, name)
        select ${actor.workspace.id}, gen_random_uuid(), 'Product ' || n from generate_series(1, 94) n`);
      record({ action: "test.written", subject: { type: "workspace", id: actor.workspace.id } });
    });
    const all = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => named(`At once ${n}`)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const refused = all.filter((one) => one.status === "rejected").map(({ reason }) => reason.code);
    expect(new Set(refused)).toEqual(new Set(["forbidden"]));
    await deleteProduct(admin, { id });
    const last = await named("The last");
    await expect(undo("product.deleted")).rejects.toMatchObject({ code: "forbidden" });
    await deleteProduct(admin, { id: last.id });
    await undo("product.deleted");
    expect((await listProducts(admin, { limit: 200 })).data).toHaveLength(100);
  });

  test("comes by pages, each once, whatever its letters", async () => {
    const wanted = ["a", "B", "c", "Ä".repeat(200), "İ".repeat(200), "z".repeat(200), "zebra"];
    for (const name of wanted) await named(name);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listProducts(admin, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen.toSorted()).toEqual(wanted.toSorted());
  });

  test("is undone: made, renamed and deleted", async () => {
    const { id } = await named("Planner");
    await updateProduct(admin, { id, name: "Agenda" });
    await undo("product.updated");
    expect(await names(admin)).toEqual(["Planner"]);
    await deleteProduct(admin, { id });
    await undo("product.deleted");
    expect(await names(admin)).toEqual(["Planner"]);
    await undo("product.created");
    expect(await names(admin)).toEqual([]);
    await expect(undo("product.deleted", editor)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("records of a product", () => {
  test("say so, are found by it, and keep it when something else of them changes", async () => {
    const [planner, connect] = [(await named("Planner")).id, (await named("Connect")).id];
    const idea = await createIdea(editor, { title: "An idea", productId: planner });
    const objective = await createObjective(editor, { title: "An objective", productId: planner });
    const card = await createInitiative(editor, { title: "A card", horizon: "now", productId: planner });
    const said = await createFeedback(editor, { title: "A message", tags: ["export"], source: "desk" });
    await updateFeedback(editor, { id: said.id, productId: planner });
    await Promise.all([
      createIdea(editor, { title: "Another" }),
      createObjective(editor, { title: "Another", productId: connect }),
      createInitiative(editor, { title: "Another", horizon: "now", productId: connect }),
      createFeedback(editor, { title: "Another message", tags: ["export"], source: "desk" }),
    ]);
    await updateIdea(editor, { id: idea.id, title: "The idea" });
    await updateObjective(editor, { id: objective.id, title: "The objective" });
    await updateInitiative(editor, { id: card.id, title: "The card" });
    await updateFeedback(editor, { id: said.id, title: "The message" });

    const viewer = w.actors.viewer;
    const titles = ({ data }: { data: { title: string; productId: string | null }[] }) =>
      data.map(({ title, productId }) => [title, productId]);
    expect(titles(await listIdeas(viewer, { product: planner }))).toEqual([["The idea", planner]]);
    expect(titles(await listIdeas(viewer, { product: planner, sort: "companies" }))).toEqual([["The idea", planner]]);
    expect(titles(await listObjectives(viewer, { product: planner }))).toEqual([["The objective", planner]]);
    expect(titles(await readTree(viewer, { product: planner }))).toEqual([["The objective", planner]]);
    expect(titles(await listInitiatives(viewer, { product: planner }))).toEqual([["The card", planner]]);
    for (const more of [{}, { state: ["inbox" as const] }, { q: "message" }, { tag: ["export"] }, { source: "desk" }]) {
      for (const sort of ["-occurredAt", "occurredAt"] as const) {
        const found = titles(await listFeedback(viewer, { product: planner, sort, ...more }));
        expect(found, JSON.stringify({ sort, ...more })).toEqual([["The message", planner]]);
        expect(titles(await listFeedback(viewer, { product: planner.toUpperCase(), sort, ...more }))).toEqual(found);
        expect((await listFeedback(viewer, { product: connect, sort, ...more })).data).toEqual([]);
      }
    }
    const board = async (product?: string) => {
      const { columns } = await getRoadmap(viewer, product ? { product } : {});
      return columns.map(({ cards, count }) => [count, ...cards.map(({ title }) => title)]);
    };
    expect(await board(planner)).toEqual([[1, "The card"], [0], [0], [0]]);
    expect(await board(connect)).toEqual([[1, "Another"], [0], [0], [0]]);
    expect(await board()).toEqual([[2, "The card", "Another"], [0], [0], [0]]);
    await updateInitiative(editor, { id: card.id, productId: connect });
    expect(await board(connect)).toEqual([[2, "The card", "Another"], [0], [0], [0]]);
    expect(await board(planner)).toEqual([[0], [0], [0], [0]]);
  });

  test("come by pages in the order of the list, whatever their state", async () => {
    const planner = (await named("Planner")).id;
    await within(admin, "write", async ({ tx, record, actor }) => {
      await tx.execute(sql`
        insert into feedback (workspace_id, id, number, title, state, product_id, occurred_at)
        select ${actor.workspace.id}, gen_random_uuid(), n, 'Message ' || n, case when n % 4 = 0 then 'reviewed' else 'inbox' end,
          case when n % 3 = 0 then ${planner}::uuid end, timestamptz '2026-01-01' + n / 2 * interval '1 hour'
        from generate_series(1, 60) n`);
      record({ action: "test.written", subject: { type: "workspace", id: actor.workspace.id } });
    });
    const numbers = async (input: Parameters<typeof listFeedback>[1]) => {
      const seen: number[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listFeedback(editor, { limit: 7, ...input, ...(cursor && { cursor }) });
        seen.push(...page.data.map(({ number }) => number));
        cursor = page.nextCursor;
      }
      return seen;
    };
    const all = await numbers({});
    expect(all).toHaveLength(60);
    expect(await numbers({ product: planner })).toEqual(all.filter((n) => n % 3 === 0));
    const inbox = all.filter((n) => n % 3 === 0 && n % 4 !== 0);
    expect(await numbers({ product: planner, state: ["inbox"] })).toEqual(inbox);
    expect(await numbers({ product: planner, state: ["inbox"], sort: "occurredAt" })).toEqual(inbox.toReversed());
    expect(await numbers({ product: planner, state: ["inbox"], source: "api" })).toEqual(inbox);
  });

  test("keep it from being deleted, and say how many they are", async () => {
    const { id } = await named("Planner");
    const idea = await createIdea(editor, { title: "An idea", productId: id });
    await expect(deleteProduct(admin, { id })).rejects.toMatchObject({
      code: "conflict",
      message: "1 idea is of this product. Give it another one first.",
    });
    await createObjective(editor, { title: "An objective", productId: id });
    await within(admin, "write", async ({ tx, record, actor }) => {
      await tx.execute(sql`
        insert into feedback (workspace_id, id, number, title, product_id)
        select ${actor.workspace.id}, gen_random_uuid(), n, 'Message ' || n, ${id} from generate_series(1, 1200) n`);
      record({ action: "test.written", subject: { type: "workspace", id: actor.workspace.id } });
    });
    await expect(deleteProduct(admin, { id })).rejects.toMatchObject({
      message: "1,000+ pieces of feedback, 1 idea, and 1 objective are of this product. Give them another one first.",
    });
    await expect(undo("product.created")).rejects.toMatchObject({ code: "conflict" });
    expect((await getIdea(editor, { id: idea.id })).productId).toBe(id);
  });

  test("that were deleted do not hold it, and come back without it", async () => {
    const { id } = await named("Planner");
    const idea = await createIdea(editor, { title: "An idea", productId: id });
    const said = await createFeedback(editor, { title: "A message" });
    await updateFeedback(editor, { id: said.id, productId: id });
    await deleteIdea(editor, { id: idea.id });
    await deleteFeedback(editor, { id: said.id });
    await deleteProduct(admin, { id });
    await undo("idea.deleted", editor);
    expect((await getIdea(editor, { id: idea.id })).productId).toBeNull();
    expect((await restoreFeedback(editor, { id: said.id })).productId).toBeNull();
    await expect(updateIdea(editor, { id: idea.id, productId: id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("given and the product deleted at once: one of the two is refused, and nothing is of a deleted product", async () => {
    for (let n = 0; n < 10; n++) {
      const { id } = await named(`Planner ${n}`);
      const idea = await createIdea(editor, { title: "An idea" });
      const both = await Promise.allSettled([
        updateIdea(editor, { id: idea.id, productId: id }),
        deleteProduct(admin, { id }),
      ]);
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const given = both[0].status === "fulfilled";
      expect((await getIdea(editor, { id: idea.id })).productId).toBe(given ? id : null);
    }
  });

  test("are undone with it", async () => {
    const [planner, connect] = [(await named("Planner")).id, (await named("Connect")).id];
    const said = await createFeedback(editor, { title: "A message" });
    await updateFeedback(editor, { id: said.id, productId: planner });
    await updateFeedback(editor, { id: said.id, productId: connect });
    await undo("feedback.updated", editor);
    expect((await getFeedback(editor, { id: said.id })).productId).toBe(planner);
    const idea = await createIdea(editor, { title: "An idea", productId: planner });
    await updateIdea(editor, { id: idea.id, productId: null });
    await undo("idea.updated", editor);
    expect((await getIdea(editor, { id: idea.id })).productId).toBe(planner);
  });
});

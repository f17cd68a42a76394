import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "#db/client.ts";
import { memberships, users } from "#db/schema/identity.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/id.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createIdea, deleteIdea } from "../commands.ts";
import { getIdea } from "../queries.ts";
import { setAsideIdea } from "../set-aside.ts";
import { tablesOf } from "../testing.ts";
import { linkEvidence, unlinkEvidence } from "./commands.ts";
import { listEvidence } from "./queries.ts";

let w: TestWorkspace;
let tables: ReturnType<typeof tablesOf>;
let ideaId = "";
beforeEach(async () => {
  w = await newTestWorkspace();
  tables = tablesOf(w.workspace.id);
  ideaId = (await createIdea(w.actors.editor, { title: "Audit export" })).id;
});

const evidenceOf = async (id = ideaId) => (await listEvidence(w.actors.viewer, { id })).data;
const nothing = { code: "not_found" };

describe("a link", () => {
  test("keeps the quote, who linked it and when, and makes the feedback reviewed", async () => {
    const { contributor } = w.actors;
    const companyId = await tables.company("Initech", { arr: 48_000 });
    const id = await tables.feedback("Audit log", { body: "Our auditors ask\n\nevery **quarter**", companyId });
    const made = await linkEvidence(contributor, { id, ideaId, quote: "ask every quarter", importance: "must" });
    const link = {
      quote: "ask every quarter",
      importance: "must",
      origin: "person",
      linkedBy: { kind: "member", id: contributor.id, name: contributor.name },
      linkedAt: made.linkedAt,
    };
    expect(made).toEqual({ feedbackId: id, ideaId, ...link, feedback: { state: "reviewed", version: 2 } });
    expect(await evidenceOf()).toEqual([
      {
        feedback: {
          id,
          number: 1,
          title: "Audit log",
          snippet: "Our auditors ask every **quarter**",
          state: "reviewed",
          occurredAt: expect.any(String),
        },
        company: { id: companyId, name: "Initech", arr: 48_000 },
        contact: null,
        ...link,
      },
    ]);
  });

  test("made again changes what is named, keeps what is not, and notes nothing when nothing differs", async () => {
    const { editor } = w.actors;
    const id = await tables.feedback("f", { body: "every quarter" });
    expect(await linkEvidence(editor, { id, ideaId })).toMatchObject({ quote: null, importance: "want" });
    await linkEvidence(editor, { id, ideaId, quote: "every" });
    await linkEvidence(editor, { id, ideaId, importance: "blocker" });
    const last = await linkEvidence(editor, { id, ideaId });
    expect(last).toMatchObject({ quote: "every", importance: "blocker", feedback: { version: 2 } });
    expect(await linkEvidence(editor, { id, ideaId, quote: null })).toMatchObject({
      quote: null,
      importance: "blocker",
    });
    expect(await tables.history(ideaId)).toEqual([
      "evidence.updated",
      "evidence.updated",
      "evidence.updated",
      "evidence.linked",
      "idea.created",
    ]);
  });

  test("takes its quote from the title, the body or a message, and from nowhere else", async () => {
    const { editor } = w.actors;
    const messages = [{ role: "customer", body: "And on the shop floor" }];
    const id = await tables.feedback("Offline please", { body: "It drops all the time", messages });
    for (const quote of ["Offline", "drops all", "shop  floor"]) {
      expect(await linkEvidence(editor, { id, ideaId, quote })).toMatchObject({ quote });
    }
    for (const quote of ["Online", "drops now", "time And on"]) {
      await expect(linkEvidence(editor, { id, ideaId, quote })).rejects.toMatchObject({
        code: "invalid",
        fields: [{ pointer: "/quote", code: "not_a_passage" }],
      });
    }
    expect((await evidenceOf())[0]?.quote).toBe("shop  floor");
  });

  test("is not made by a viewer, nor to what is not there, was deleted, or is another workspace's", async () => {
    const { editor, viewer } = w.actors;
    const elsewhere = await newTestWorkspace();
    const theirs = {
      idea: (await createIdea(elsewhere.actors.editor, { title: "T" })).id,
      feedback: await tablesOf(elsewhere.workspace.id).feedback("T"),
    };
    const [id, gone] = [await tables.feedback("f"), await tables.feedback("gone")];
    await tables.run(
      sql`update feedback set deleted_at = now() where workspace_id = ${w.workspace.id} and id = ${gone}`,
    );
    const { id: deleted } = await createIdea(editor, { title: "deleted" });
    await deleteIdea(editor, { id: deleted });
    await expect(linkEvidence(viewer, { id, ideaId })).rejects.toMatchObject({ code: "forbidden" });
    for (const pair of [
      { id, ideaId: theirs.idea },
      { id: theirs.feedback, ideaId },
      { id: gone, ideaId },
      { id, ideaId: deleted },
      { id: crypto.randomUUID(), ideaId },
    ]) {
      await expect(linkEvidence(editor, pair)).rejects.toMatchObject(nothing);
      await expect(unlinkEvidence(editor, pair)).rejects.toMatchObject(nothing);
    }
    await expect(unlinkEvidence(editor, { id, ideaId })).rejects.toMatchObject(nothing);
    await expect(listEvidence(elsewhere.actors.owner, { id: ideaId })).rejects.toMatchObject(nothing);
    expect(await evidenceOf()).toEqual([]);
    expect(await tables.stateOf(id)).toEqual({ state: "inbox", version: 1 });
  });

  test("may be made to an idea that was set aside, and takes feedback out of being set aside", async () => {
    const { editor } = w.actors;
    await setAsideIdea(editor, { id: ideaId, reason: "not_now" });
    const id = await tables.asideFeedback("f", "out_of_scope");
    await linkEvidence(editor, { id, ideaId });
    expect(await tables.stateOf(id)).toEqual({ state: "reviewed", version: 2 });
    const open = await tables.run(
      sql`select from decisions where workspace_id = ${w.workspace.id} and subject_id = ${id} and ended_at is null`,
    );
    expect(open).toHaveLength(0);
  });
});

describe("taking a link away", () => {
  test("reopens the feedback with the last one only", async () => {
    const { editor } = w.actors;
    const other = (await createIdea(editor, { title: "other" })).id;
    const id = await tables.feedback("f");
    await linkEvidence(editor, { id, ideaId });
    await linkEvidence(editor, { id, ideaId: other });
    await unlinkEvidence(editor, { id, ideaId });
    expect(await tables.stateOf(id)).toEqual({ state: "reviewed", version: 2 });
    await unlinkEvidence(editor, { id, ideaId: other });
    expect(await tables.stateOf(id)).toEqual({ state: "inbox", version: 3 });
  });

  test("a link to a deleted idea is no idea left", async () => {
    const { editor } = w.actors;
    const other = (await createIdea(editor, { title: "other" })).id;
    const id = await tables.feedback("f");
    await linkEvidence(editor, { id, ideaId });
    await linkEvidence(editor, { id, ideaId: other });
    await deleteIdea(editor, { id: other });
    expect(await tables.stateOf(id)).toMatchObject({ state: "reviewed" });
    await unlinkEvidence(editor, { id, ideaId });
    expect(await tables.stateOf(id)).toMatchObject({ state: "inbox" });
  });
});

describe("the list of evidence", () => {
  test("gives each once, the newest first, page by page, and none of deleted feedback", async () => {
    const { editor } = w.actors;
    for (const day of [3, 1, 2, 2, 5]) {
      const id = await tables.feedback(`day ${day}`, { at: `2026-01-0${day}T00:00:00.123Z` });
      await linkEvidence(editor, { id, ideaId });
    }
    const gone = await tables.feedback("gone");
    await linkEvidence(editor, { id: gone, ideaId });
    await tables.run(
      sql`update feedback set deleted_at = now() where workspace_id = ${w.workspace.id} and id = ${gone}`,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEvidence(w.actors.viewer, { id: ideaId, limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ feedback }) => feedback.title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["day 5", "day 3", "day 2", "day 2", "day 1"]);
    expect((await getIdea(editor, { id: ideaId })).demand.feedback).toBe(5);
  });
});

/** As a client does that is told to come again: a pool of six takes some time for two hundred. */
async function insisting<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if ((error as { code?: string }).code !== "unavailable") throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return insisting(call);
  }
}

/** So many contributors besides the workspace's own. */
async function manyMembers({ workspace, actors }: TestWorkspace, count: number): Promise<Actor[]> {
  const people = Array.from({ length: count }, (_, n) => ({ id: newId(), name: `Person ${n}` }));
  await database().transact({ workspaceId: null, mode: "write" }, async ({ tx }) => {
    await tx.insert(users).values(people.map(({ id, name }) => ({ id, name, email: `${id}@meridian.example` })));
    const joined = people.map(({ id }) => ({ workspaceId: workspace.id, userId: id, role: "contributor" as const }));
    await tx.insert(memberships).values(joined);
  });
  return people.map((person) => ({ ...actors.contributor, ...person }));
}

describe("many at once", () => {
  const links = async () =>
    (await tables.run(sql`select from evidence where workspace_id = ${w.workspace.id} and idea_id = ${ideaId}`)).length;
  /** What is kept of the workspace's ideas, and what it is when it is counted. */
  const counters = async () => {
    const own = sql`${w.workspace.id}::uuid`;
    const kept = await tables.run(sql`
      select t.idea_id, t.companies, t.arr_cents, (
        select coalesce(sum(d.feedback_count), 0)::int from idea_demand d
        where d.workspace_id = ${own} and d.idea_id = t.idea_id) as feedback
      from idea_totals t where t.workspace_id = ${own} order by t.idea_id`);
    const counted = await tables.run(sql`
      select i.id as idea_id, count(distinct c.id)::int as companies, (
        select coalesce(sum(p.arr_cents), 0)::bigint from companies p
        where p.workspace_id = ${own} and p.id = any(array_agg(c.id))) as arr_cents, count(f.id)::int as feedback
      from ideas i
      left join evidence e on e.workspace_id = ${own} and e.idea_id = i.id
      left join feedback f on f.workspace_id = ${own} and f.id = e.feedback_id and f.deleted_at is null
      left join companies c on c.workspace_id = ${own} and c.id = f.company_id and c.deleted_at is null
      where i.workspace_id = ${own} group by i.id order by i.id`);
    return { kept, counted };
  };
  const countersHold = async () => {
    const { kept, counted } = await counters();
    expect(kept).toEqual(counted);
  };

  test("C4 50 links of one feedback to one idea are one link", async () => {
    const id = await tables.feedback("f", { companyId: await tables.company("Initech") });
    const all = Array.from({ length: 50 }, () => insisting(() => linkEvidence(w.actors.editor, { id, ideaId })));
    const answers = await Promise.all(all);
    expect(new Set(answers.map(({ linkedAt }) => linkedAt)).size).toBe(1);
    expect(await links()).toBe(1);
    await countersHold();
    expect((await getIdea(w.actors.editor, { id: ideaId })).demand).toMatchObject({ feedback: 1, companies: 1 });
    expect(await tables.history(ideaId)).toEqual(["evidence.linked", "idea.created"]);
  });

  test("C4 200 people who link a piece of feedback each, all at once, are counted 200 times, and by company", async () => {
    const companies = [await tables.company("A", { arr: 1 }), await tables.company("B", { arr: 2 })];
    const ids = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        tables.feedback(`${n}`, n % 3 < 2 ? { companyId: companies[n % 3] ?? "" } : {}),
      ),
    );
    const people = await manyMembers(w, 200);
    const linking = ids.map((id, n) => insisting(() => linkEvidence(people[n] ?? w.actors.editor, { id, ideaId })));
    const linkers = (await Promise.all(linking)).map(({ linkedBy }) => linkedBy.id);
    expect(new Set(linkers).size).toBe(200);
    expect((await getIdea(w.actors.editor, { id: ideaId })).demand).toMatchObject({
      feedback: 200,
      companies: 2,
      arr: 3,
    });
    expect(await links()).toBe(200);
    await countersHold();
  });

  test("C4 links while the idea is deleted: none is left behind, none of the feedback is lost", async () => {
    const { editor } = w.actors;
    const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => tables.feedback(`${n}`)));
    const linking = ids.map((id) =>
      linkEvidence(editor, { id, ideaId }).then(
        () => "linked" as const,
        (e) => e.code,
      ),
    );
    const deleting = deleteIdea(editor, { id: ideaId });
    const results = await Promise.all(linking);
    await deleting;
    expect(new Set(results)).toSatisfy((kinds: Set<string>) =>
      [...kinds].every((k) => ["linked", "not_found"].includes(k)),
    );
    for (const id of ids) expect(await tables.stateOf(id)).toMatchObject({ state: "inbox" });
    expect(await links()).toBe(results.filter((result) => result === "linked").length);
    await countersHold();
  });

  test("unlinking from one idea while the other is deleted leaves nothing reviewed without an idea", async () => {
    const { editor } = w.actors;
    for (let round = 0; round < 10; round++) {
      const [one, two] = [await createIdea(editor, { title: "1" }), await createIdea(editor, { title: "2" })];
      const id = await tables.feedback("f");
      for (const to of [one, two]) await linkEvidence(editor, { id, ideaId: to.id });
      await Promise.all([unlinkEvidence(editor, { id, ideaId: one.id }), deleteIdea(editor, { id: two.id })]);
      expect(await tables.stateOf(id)).toMatchObject({ state: "inbox" });
    }
  });
});

import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newTestWorkspace } from "#lib/workspaces/testing.ts";
import { createIdea, deleteIdea } from "./commands.ts";
import { linkEvidence, unlinkEvidence } from "./evidence/commands.ts";
import { getIdea, listIdeas } from "./queries.ts";
import { tablesOf } from "./testing.ts";

const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("ARR is at risk when a customer renews within 90 days or its health is below 40, and never twice", async () => {
  const w = await newTestWorkspace();
  const tables = tablesOf(w.workspace.id);
  const { id: ideaId } = await createIdea(w.actors.editor, { title: "A" });
  const atRisk = [
    { arr: 1, renewsOn: dayFrom(0) },
    { arr: 2, renewsOn: dayFrom(90), lifecycle: "customer" },
    { arr: 4, health: 39 },
    { arr: 8, health: 0, renewsOn: dayFrom(5) },
  ];
  const safe = [
    { arr: 16, renewsOn: dayFrom(91) },
    { arr: 32, renewsOn: dayFrom(-1) },
    { arr: 64, health: 40 },
    { arr: 128, health: 10, lifecycle: "churned" },
    { arr: 256, renewsOn: dayFrom(5), lifecycle: "prospect" },
    {},
  ];
  for (const company of [...atRisk, ...safe]) {
    const companyId = await tables.company("C", company);
    for (const title of ["one", "two"]) {
      await linkEvidence(w.actors.editor, { id: await tables.feedback(title, { companyId }), ideaId });
    }
  }
  await linkEvidence(w.actors.editor, { id: await tables.feedback("nobody"), ideaId });
  const { demand } = await getIdea(w.actors.viewer, { id: ideaId });
  expect(demand).toMatchObject({ feedback: 21, companies: 10, arr: 511, atRiskArr: 15, largestArr: 256 });
});

test("one idea says how large its largest company is, of those that are there; a list does not ask", async () => {
  const w = await newTestWorkspace();
  const { editor, viewer } = w.actors;
  const tables = tablesOf(w.workspace.id);
  const { id: ideaId } = await createIdea(editor, { title: "A" });
  const { id: other } = await createIdea(editor, { title: "B" });
  const large = await tables.company("Large", { arr: 900.5 });
  for (const [companyId, idea] of [
    [large, ideaId],
    [await tables.company("Small", { arr: 100 }), ideaId],
    [await tables.company("Unknown"), ideaId],
    [await tables.company("Elsewhere", { arr: 5_000 }), other],
  ] as const) {
    await linkEvidence(editor, { id: await tables.feedback("f", { companyId }), ideaId: idea });
  }
  const largest = async () => (await getIdea(viewer, { id: ideaId })).demand.largestArr;
  expect(await largest()).toBe(900.5);
  await tables.run(
    sql`update companies set deleted_at = now() where workspace_id = ${w.workspace.id} and id = ${large}::uuid`,
  );
  expect(await largest()).toBe(100);
  const { data } = await listIdeas(viewer, {});
  for (const { demand } of data) expect(demand).not.toHaveProperty("largestArr");
});

const shown = ({ title, demand }: { title: string; demand: object }) => ({ title, ...demand });

/** The demand of each live idea of a workspace, from feedback and companies alone; only their health puts them at risk. */
const fromNothing = async (own: string) =>
  (
    await tablesOf(own).run(sql`
      with asking as (
        select distinct e.idea_id, f.company_id from evidence e
        join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id and f.deleted_at is null
        where e.workspace_id = ${own})
      select i.title, count(f.id)::int as feedback, a.companies, a.arr, a.at_risk as "atRiskArr", max(f.occurred_at) as "lastAt"
      from ideas i
      left join evidence e on e.workspace_id = i.workspace_id and e.idea_id = i.id
      left join feedback f on f.workspace_id = e.workspace_id and f.id = e.feedback_id and f.deleted_at is null
      cross join lateral (
        select count(c.id)::int as companies, coalesce(sum(c.arr), 0) as arr,
          coalesce(sum(c.arr) filter (where c.health < 40), 0) as at_risk
        from asking a join companies c on c.workspace_id = ${own} and c.id = a.company_id and c.deleted_at is null
        where a.idea_id = i.id) a
      where i.workspace_id = ${own} and i.deleted_at is null
      group by i.workspace_id, i.id, a.companies, a.arr, a.at_risk order by i.number`)
  ).map((row) => ({ ...row }));

const counts = { feedback: 5, ideas: 3, companies: 3 };
type Step = { what: string; feedback: number; idea: number; company: number; amount: number };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    "link",
    "link",
    "link",
    "unlink",
    "move",
    "drop",
    "restore",
    "arr",
    "health",
    "close",
    "delete idea",
  ),
  feedback: fc.nat(counts.feedback - 1),
  idea: fc.nat(counts.ideas - 1),
  company: fc.nat(counts.companies),
  amount: fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100),
});

test("demand is what evidence adds up to from nothing, after any sequence of steps", { timeout: 120_000 }, async () => {
  const run = async (steps: Step[]) => {
    const w = await newTestWorkspace();
    const { editor } = w.actors;
    const own = w.workspace.id;
    const tables = tablesOf(own);
    const make = async <T>(n: number, one: (n: number) => Promise<T>) => {
      const all: T[] = [];
      for (let i = 0; i < n; i++) all.push(await one(i));
      return all;
    };
    const companies = await make(counts.companies, (n) => tables.company(`C${n}`, n === 0 ? {} : { arr: n * 100.5 }));
    const ideas = await make(counts.ideas, async (n) => (await createIdea(editor, { title: `I${n}` })).id);
    const feedback = await make(counts.feedback, (n) =>
      tables.feedback(`F${n}`, { at: `2026-01-1${n}T00:00:00Z`, companyId: companies[n % counts.companies] ?? "" }),
    );
    for (const { what, feedback: f, idea: i, company: c, amount } of steps) {
      const [id, ideaId] = [feedback[f] ?? "", ideas[i] ?? ""];
      const companyId = companies[c] ?? null;
      const absent = (error: { code?: string }) => expect(error.code).toBe("not_found");
      if (what === "link") await linkEvidence(editor, { id, ideaId }).catch(absent);
      else if (what === "unlink") await unlinkEvidence(editor, { id, ideaId }).catch(absent);
      else if (what === "delete idea") await deleteIdea(editor, { id: ideaId }).catch(absent);
      else if (what === "move") {
        await tables.run(
          sql`update feedback set company_id = ${companyId}::uuid where workspace_id = ${own} and id = ${id}`,
        );
      } else if (what === "drop" || what === "restore") {
        const at = what === "drop" ? sql`now()` : sql`null`;
        await tables.run(sql`update feedback set deleted_at = ${at} where workspace_id = ${own} and id = ${id}`);
      } else if (what === "arr" || what === "health") {
        const set = what === "arr" ? sql`arr = ${amount}` : sql`health = ${Math.floor(amount) % 80}`;
        await tables.run(sql`update companies set ${set} where workspace_id = ${own} and id = ${companyId}::uuid`);
      } else {
        const flip = sql`case when deleted_at is null then now() end`;
        await tables.run(
          sql`update companies set deleted_at = ${flip} where workspace_id = ${own} and id = ${companyId}::uuid`,
        );
      }
    }
    const { data } = await listIdeas(editor, { order: "asc" });
    expect(data.map(shown)).toEqual(await fromNothing(own));
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), run), { numRuns: 30 });
});

test("links and changes of ARR and health at the same time leave the totals right", async () => {
  const w = await newTestWorkspace();
  const own = w.workspace.id;
  const tables = tablesOf(own);
  const ideas: string[] = [];
  for (const title of ["A", "B", "C"]) ideas.push((await createIdea(w.actors.editor, { title })).id);
  const companies = [await tables.company("1", { arr: 1 }), await tables.company("2", { arr: 2 })];
  const feedback = await Promise.all(
    Array.from({ length: 20 }, (_, n) => tables.feedback(`${n}`, { companyId: companies[n % 2] ?? "" })),
  );
  const links = feedback.flatMap((id, n) => {
    const link = () => linkEvidence(w.actors.editor, { id, ideaId: ideas[n % 3] ?? "" });
    const unlink = () => unlinkEvidence(w.actors.editor, { id, ideaId: ideas[n % 3] ?? "" });
    return [n < 10 ? link().then(unlink) : link()];
  });
  const changes = Array.from({ length: 20 }, (_, n) =>
    tables.run(
      sql`update companies set arr = ${n * 10}, health = ${n * 4} where workspace_id = ${own} and id = ${companies[n % 2] ?? ""}`,
    ),
  );
  await Promise.all([...links, ...changes]);
  const { data } = await listIdeas(w.actors.editor, { order: "asc" });
  expect(data.map(shown)).toEqual(await fromNothing(own));
  expect(data.reduce((sum, { demand }) => sum + demand.feedback, 0)).toBe(10);
});

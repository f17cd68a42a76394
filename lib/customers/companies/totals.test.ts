import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createIdea, deleteIdea, updateIdea } from "#lib/ideas/commands.ts";
import { linkEvidence, unlinkEvidence } from "#lib/ideas/evidence/commands.ts";
import { listStages } from "#lib/ideas/queries.ts";
import { reopenIdea, setAsideIdea } from "#lib/ideas/set-aside.ts";
import { tablesOf } from "#lib/ideas/testing.ts";
import { undoEvent } from "#lib/trace/events/commands.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { createCompany, deleteCompany } from "./commands.ts";
import { listCompanies } from "./queries.ts";

const counts = { feedback: 6, ideas: 3, companies: 3 };
const steps = [
  "link",
  "link",
  "link all",
  "unlink",
  "move",
  "say",
  "drop",
  "restore",
  "drop all",
  "purge",
  "new day",
  "stage",
  "set aside",
  "reopen",
  "delete idea",
] as const;
type Step = { what: (typeof steps)[number]; feedback: number; idea: number; company: number; day: number };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...steps),
  feedback: fc.nat(counts.feedback - 1),
  idea: fc.nat(counts.ideas - 1),
  company: fc.nat(counts.companies),
  day: fc.integer({ min: 10, max: 28 }),
});

const absent = (error: { code?: string }) => expect(["not_found", "conflict"]).toContain(error.code);

async function stageOf({ workspace, actors: { editor } }: TestWorkspace) {
  const tables = tablesOf(workspace.id);
  const own = sql`${workspace.id}::uuid`;
  const many = async <T>(count: number, one: (n: number) => Promise<T>) => {
    const all: T[] = [];
    for (let n = 0; n < count; n++) all.push(await one(n));
    return all;
  };
  const companies = await many(counts.companies, async (n) => (await createCompany(editor, { name: `C${n}` })).id);
  const ideas = await many(counts.ideas, async (n) => (await createIdea(editor, { title: `I${n}` })).id);
  const said = await many(counts.feedback, (n) =>
    tables.feedback(`F${n}`, { at: `2026-01-1${n}T00:00:00Z`, companyId: companies[n % counts.companies] ?? "" }),
  );
  const { data: stages } = await listStages(editor, {});
  return {
    companies,
    ideas,
    said,
    async take({ what, feedback: f, idea: i, company: c, day }: Step): Promise<void> {
      const [id, ideaId] = [said[f] ?? "", ideas[i] ?? ""];
      const companyId = companies[c] ?? null;
      const at = `2026-01-${day}T00:00:00Z`;
      const feedback = sql`workspace_id = ${own} and id = ${id}::uuid`;
      const all = sql`workspace_id = ${own}`;
      if (what === "link") await linkEvidence(editor, { id, ideaId }).catch(absent);
      else if (what === "unlink") await unlinkEvidence(editor, { id, ideaId }).catch(absent);
      else if (what === "link all") {
        await tables.run(sql`
          insert into evidence (workspace_id, feedback_id, idea_id) select f.workspace_id, f.id, i.id
          from feedback f join ideas i on i.workspace_id = ${own} and i.id = ${ideaId}::uuid and i.deleted_at is null
          where f.workspace_id = ${own} on conflict do nothing`);
      } else if (what === "move") {
        await tables.run(sql`update feedback set company_id = ${companyId}::uuid where ${feedback}`);
      } else if (what === "say") {
        said.push(await tables.feedback("more", { at, ...(companyId && { companyId }) }));
      } else if (what === "drop") await tables.run(sql`update feedback set deleted_at = now() where ${feedback}`);
      else if (what === "restore") await tables.run(sql`update feedback set deleted_at = null where ${feedback}`);
      else if (what === "drop all") await tables.run(sql`update feedback set deleted_at = now() where ${all}`);
      else if (what === "purge") {
        await tables.run(sql`delete from evidence where workspace_id = ${own} and feedback_id = ${id}::uuid`);
        await tables.run(sql`delete from feedback where ${feedback}`);
      } else if (what === "new day") {
        await tables.run(sql`update feedback set occurred_at = ${at}::timestamptz where ${feedback}`);
      } else if (what === "stage") {
        await updateIdea(editor, { id: ideaId, stageId: stages[day % stages.length]?.id ?? "" }).catch(absent);
      } else if (what === "set aside") {
        await setAsideIdea(editor, { id: ideaId, reason: "not_now" }).catch(absent);
      } else if (what === "reopen") await reopenIdea(editor, { id: ideaId }).catch(absent);
      else await deleteIdea(editor, { id: ideaId }).catch(absent);
    },
    /** What is kept, and what comes out when it is added up from nothing. */
    kept: () =>
      tables.run(sql`
        select company_id, feedback, open_ideas, last_at from company_totals where workspace_id = ${own} order by company_id`),
    recomputed: () =>
      tables.run(sql`
        select c.id as company_id, count(f.id)::int as feedback, max(f.occurred_at) as last_at, (
          select count(distinct e.idea_id)::int from feedback g
          join evidence e on e.workspace_id = g.workspace_id and e.feedback_id = g.id
          join ideas i on i.workspace_id = e.workspace_id and i.id = e.idea_id and i.deleted_at is null and i.state = 'open'
          join idea_stages s on s.workspace_id = i.workspace_id and s.id = i.stage_id and s.category <> 'shipped'
          where g.workspace_id = c.workspace_id and g.company_id = c.id and g.deleted_at is null) as open_ideas
        from companies c
        left join feedback f on f.workspace_id = c.workspace_id and f.company_id = c.id and f.deleted_at is null
        where c.workspace_id = ${own} group by c.workspace_id, c.id order by c.id`),
  };
}

describe("what is added up for companies", () => {
  test("is what comes out from nothing, after any sequence of steps", { timeout: 120_000 }, async () => {
    const run = async (taken: Step[]) => {
      const stage = await stageOf(await newTestWorkspace());
      for (const next of taken) await stage.take(next);
      expect(await stage.kept()).toEqual(await stage.recomputed());
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), run), { numRuns: 25 });
  });

  test("is still that after everybody worked at once", { timeout: 60_000 }, async () => {
    const stage = await stageOf(await newTestWorkspace());
    // One record at a time, as people work.
    const taken = fc.sample(step, 400).filter(({ what }) => !/all|purge/.test(what));
    await Promise.all(
      Array.from({ length: 8 }, async (_, worker) => {
        for (const next of taken.filter((_step, n) => n % 8 === worker)) await stage.take(next);
      }),
    );
    expect(await stage.kept()).toEqual(await stage.recomputed());
  });

  test("says what a company waits for, and comes along in the list", async () => {
    const w = await newTestWorkspace();
    const { editor, viewer } = w.actors;
    const { companies, ideas, said } = await stageOf(w);
    for (const ideaId of ideas) await linkEvidence(editor, { id: said[0] ?? "", ideaId });
    const { data: stages } = await listStages(editor, {});
    const shipped = stages.find(({ category }) => category === "shipped")?.id ?? "";
    await updateIdea(editor, { id: ideas[0] ?? "", stageId: shipped });
    await setAsideIdea(editor, { id: ideas[1] ?? "", reason: "not_now" });
    const first = async () => (await listCompanies(viewer, { sort: "-openIdeas" })).data[0];
    expect(await first()).toMatchObject({
      id: companies[0],
      totals: { feedback: 2, openIdeas: 1, lastAt: "2026-01-13T00:00:00.000Z" },
    });
    await reopenIdea(editor, { id: ideas[1] ?? "" });
    expect((await first())?.totals.openIdeas).toBe(2);
    // A company that was deleted keeps its sums: it comes back with them.
    await deleteCompany(editor, { id: companies[0] ?? "" });
    expect((await first())?.totals.openIdeas).toBe(0);
    const [event] = await tablesOf(w.workspace.id).run<{ id: string }>(sql`
      select id from events where workspace_id = ${w.workspace.id} and subject_id = ${companies[0] ?? ""} and action = 'company.deleted'`);
    await undoEvent(editor, { id: event?.id ?? "" });
    expect((await first())?.totals.openIdeas).toBe(2);
  });
});

import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "#db/client.ts";
import { here } from "#lib/core/testing.ts";
import { createCompany } from "#lib/customers/commands.ts";
import { listCompanies } from "#lib/customers/queries.ts";
import { listFeedback } from "#lib/feedback/queries.ts";
import { listIdeas } from "#lib/ideas/queries.ts";
import { listMetrics } from "#lib/metrics/queries.ts";
import { listObjectives } from "#lib/objectives/queries.ts";
import { dayIn } from "#lib/objectives/rules.ts";
import { getRoadmap, listInitiatives } from "#lib/roadmap/queries.ts";
import { listEvents } from "#lib/trace/events/queries.ts";
import { firstSteps } from "#lib/trace/first-steps/queries.ts";
import { getTrace } from "#lib/trace/queries.ts";
import { listProducts } from "#lib/workspaces/products/queries.ts";
import { newTestWorkspace, type TestWorkspace } from "#lib/workspaces/testing.ts";
import { loadSample } from "./commands.ts";

const dayMs = 86_400_000;

describe("the sample workspace", () => {
  let sample: TestWorkspace;
  let ms: number;
  beforeAll(async () => {
    sample = await newTestWorkspace("Larkspur");
    const began = performance.now();
    await loadSample(sample.actors.owner, {});
    ms = performance.now() - began;
  });
  const eventsOf = async (workspaceId: string) => {
    const [row] = await database().transact({ workspaceId, mode: "read" }, ({ tx }) =>
      tx.execute<{ count: number }>(sql`select count(*)::int as count from events where workspace_id = ${workspaceId}`),
    );
    return row?.count;
  };

  it("is there within five seconds", () => {
    expect(ms).toBeLessThan(here(5_000));
  });

  it("has something in every list, and says where everything stands", async () => {
    const { viewer } = sample.actors;
    const [inbox, reviewed, aside] = await Promise.all(
      (["inbox", "reviewed", "set_aside"] as const).map((state) =>
        listFeedback(viewer, { state: [state], limit: 200 }),
      ),
    );
    const counts = [inbox, reviewed, aside].map((page) => page?.data.length ?? 0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(151);
    expect(Math.min(...counts)).toBeGreaterThan(5);
    const objectives = await listObjectives(viewer, {});
    expect(objectives.data.map(({ pace }) => pace)).not.toContain("no_data");
    const metrics = await listMetrics(viewer, { limit: 100 });
    expect(metrics.data.map(({ series }) => series.length)).toEqual(Array(12).fill(26));
    const ideas = await listIdeas(viewer, { state: "set_aside" });
    expect(ideas.data.map(({ setAside }) => setAside?.note)).toHaveLength(3);
  });

  it("is of two products, each with something of every kind to look at", async () => {
    const { viewer } = sample.actors;
    const { data: products } = await listProducts(viewer, {});
    expect(products.map(({ name }) => name)).toEqual(["Dispatch desk", "Technician app"]);
    for (const { id: product, name } of products) {
      for (const state of ["inbox", "reviewed"] as const) {
        expect((await listFeedback(viewer, { product, state: [state] })).data.length, name).toBeGreaterThan(0);
      }
      expect((await listIdeas(viewer, { product })).data.length, name).toBeGreaterThan(4);
      expect((await listObjectives(viewer, { product })).data, name).toHaveLength(1);
      const { columns } = await getRoadmap(viewer, { product });
      expect(columns.flatMap(({ cards }) => cards).length, name).toBeGreaterThan(2);
    }
  });

  it("threads every card from somebody's words to what was or will be measured", async () => {
    const { viewer } = sample.actors;
    const { columns, setAsideCount } = await getRoadmap(viewer, {});
    const cards = columns.flatMap((column) => column.cards);
    expect(columns.map(({ horizon, cards }) => [horizon, cards.length])).toEqual([
      ["now", 5],
      ["next", 5],
      ["later", 3],
      ["done", 6],
    ]);
    expect(setAsideCount).toBe(1);
    for (const { title, horizon, thread, outcomes, demand } of cards) {
      const whole = { feedback: true, idea: true, objective: true, outcome: horizon !== "later" };
      expect(thread, title).toEqual(whole);
      expect(demand.companies, title).toBeGreaterThan(1);
      for (const { verdict, baseline, pace, actual } of outcomes) {
        expect(verdict !== null, title).toBe(horizon === "done");
        expect(baseline !== null, title).toBe(horizon === "now" || horizon === "done");
        if (horizon === "now") expect(["ahead", "on_track", "behind", "off_track"], title).toContain(pace);
        if (verdict === "hit" || verdict === "missed") expect(actual, title).not.toBeNull();
      }
    }
    const done = cards.find(({ title }) => title === "Double bookings are caught as they happen");
    const { evidence, initiatives, outcomes } = await getTrace(viewer, { type: "initiative", id: done?.id ?? "" });
    expect(evidence.data.every(({ quote }) => quote)).toBe(true);
    expect(initiatives.data[0]?.moves.data.map(({ to, reason }) => `${to}: ${reason}`)).toEqual([
      "done: Below the line for a month",
      "now: Hartwell put it into their renewal terms",
      "next: Wherever two people book, it happens",
    ]);
    expect(outcomes.data[0]).toMatchObject({ verdict: "hit", baseline: 14.1, expected: 4, actual: 3.3 });
    expect(await firstSteps(viewer, {})).toEqual({
      feedback: true,
      evidence: true,
      card: true,
      metric: true,
      outcome: true,
    });
  });

  it("happened during the half year before it was loaded", async () => {
    const { viewer } = sample.actors;
    const now = Date.now();
    const newest = await listFeedback(viewer, { limit: 1 });
    expect(now - Date.parse(newest.data[0]?.occurredAt ?? "")).toBeLessThan(dayMs);
    const oldest = await listFeedback(viewer, { limit: 1, sort: "occurredAt" });
    expect(Math.round((now - Date.parse(oldest.data[0]?.occurredAt ?? "")) / dayMs)).toBe(181);
    const { data } = await listInitiatives(viewer, { horizon: ["now"], limit: 50 });
    const today = dayIn(sample.workspace.timeZone, new Date());
    for (const { horizonSince, outcomes } of data) {
      expect(now - Date.parse(horizonSince)).toBeGreaterThan(6 * 7 * dayMs);
      for (const { dueOn } of outcomes) expect((dueOn ?? "") > today).toBe(true);
    }
    const { data: companies } = await listCompanies(viewer, { limit: 50 });
    expect(companies.filter(({ renewsOn }) => renewsOn !== null && renewsOn <= today)).toEqual([]);
    expect(companies.filter(({ isAtRisk }) => isAtRisk).length).toBeGreaterThan(5);
    const history = await listEvents(viewer, { subject: `initiative:${data[0]?.id}`, order: "desc", limit: 50 });
    expect(history.data.map(({ at }) => now - Date.parse(at) > 6 * 7 * dayMs)).not.toContain(false);
  });

  it("is loaded once: a second time finds it there, and two at once make one", async () => {
    const before = await eventsOf(sample.workspace.id);
    expect(await loadSample(sample.actors.admin, {})).toMatchObject({ isNew: false, feedback: 151 });
    expect(await eventsOf(sample.workspace.id)).toBe(before);
    const other = await newTestWorkspace();
    const both = await Promise.all([1, 2].map(() => loadSample(other.actors.owner, {})));
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(await eventsOf(other.workspace.id)).toBe(before);
  });

  it("is for those who run the workspace, and leaves records of their own alone", async () => {
    const { actors, workspace } = await newTestWorkspace();
    for (const role of ["viewer", "contributor", "editor"] as const) {
      await expect(loadSample(actors[role], {}), role).rejects.toMatchObject({ code: "forbidden" });
    }
    await createCompany(actors.editor, { name: "Initech" });
    const before = await eventsOf(workspace.id);
    await expect(loadSample(actors.owner, {})).rejects.toMatchObject({ code: "conflict" });
    expect(await eventsOf(workspace.id)).toBe(before);
    expect(await firstSteps(actors.viewer, {})).toMatchObject({ feedback: false, outcome: false });
  });
});

import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Output } from "#lib/api/client.ts";
import { stepsOf } from "./steps-of.ts";
import { WhyPanel } from "./why-panel.tsx";

type Trace = Output<"trace.get">;

const at = "2026-05-12T09:00:00Z";
const mira = { kind: "member", id: "m", name: "Mira Rao" } as const;
const joao = { kind: "member", id: "j", name: "João" } as const;
const none = { count: 0, data: [] };
const horizonNames = { now: "Now", next: "Next", later: "Later", done: "Done" };
const demand = { feedback: 0, companies: 0, arr: 0, atRiskArr: 0, lastAt: null };
const link = (initiativeId: string, reason: string | null) => ({ initiativeId, linkedBy: joao, linkedAt: at, reason });
const card = (id: string, title: string): Trace["initiatives"]["data"][number] => ({
  id,
  number: 1,
  title,
  horizon: "now",
  state: "open",
  moves: { count: 1, data: [{ from: "next", to: "now", by: mira, at, reason: null }] },
});

const traceOf = (cards: ReturnType<typeof card>[], links: ReturnType<typeof link>[]): Trace => ({
  subject: { type: "keyResult", id: "k", number: null, title: "40 a week" },
  thread: { feedback: false, idea: true, objective: true, outcome: true },
  demand: { feedback: 0, companies: 0, arr: 0, atRiskArr: 0, since: null },
  evidence: none,
  ideas: {
    count: 1,
    data: [
      {
        id: "i",
        number: 1,
        title: "Auditors cannot get the log out",
        problem: "",
        stage: { id: "s", name: "New", category: "new" },
        state: "open",
        demand,
        createdBy: mira,
        createdAt: at,
        links,
      },
    ],
  },
  initiatives: { count: cards.length, data: cards },
  objectives: { count: 1, data: [{ id: "o", title: "Enterprise ready", state: "open", links: [] }] },
  keyResults: {
    count: 1,
    data: [
      {
        id: "k",
        objectiveId: "o",
        title: "40 a week",
        kind: "metric",
        metricId: "m",
        start: 12,
        target: 40,
        dueOn: null,
        createdBy: mira,
        createdAt: at,
        links: links.slice(0, 1),
      },
    ],
  },
  outcomes: {
    count: 1,
    data: [
      {
        id: "b",
        initiativeId: "n",
        metricId: "m",
        baseline: 12,
        expected: 40,
        confidence: null,
        dueOn: null,
        createdBy: joao,
        createdAt: at,
        actual: null,
        verdict: null,
        reason: null,
        learning: null,
        nextAction: null,
        reviewedBy: null,
        reviewedAt: null,
      },
    ],
  },
  metrics: [{ id: "m", key: "exports", name: "Exports", unit: "number", direction: "up", latest: null, series: [] }],
  decisions: none,
});

/** What the panel says, step by step. */
const told = (trace: Trace) =>
  renderToStaticMarkup(
    <WhyPanel steps={stepsOf(trace, { slug: "w", horizonNames, reasons: [] })} currency="EUR" />,
  ).replace(/<[^>]+>/g, "");

test("each link says who, when and why; where nobody said why, that is said", () => {
  const words = told(traceOf([card("n", "Audit export")], [link("n", "four of seven need a file")]));
  expect(words).toContain("Written by Mira Rao,");
  expect(words).toMatch(/Linked by João, [^“]*: “four of seven need a file”/);
  expect(words).toMatch(/Moved by Mira Rao, .*?, no reason given/);
  expect(words).toMatch(/40 a week.*Set by Mira Rao, .*Linked by João/);
  expect(words).toContain("Bet made by João,");
});

test("with several cards it says which one a link is to, and nothing of cards that are not there", () => {
  const cards = [card("n", "Audit export"), card("p", "Pet project")];
  const words = told(traceOf(cards, [link("n", null), link("p", "it fits"), link("elsewhere", "hidden")]));
  expect(words).toMatch(/Linked to “Audit export” by João, [^“]*, no reason given/);
  expect(words).toMatch(/Linked to “Pet project” by João, [^“]*: “it fits”/);
  expect(words).not.toContain("hidden");
});

test("the step that the panel was opened on is marked, a key result within its objective too", () => {
  const steps = stepsOf(traceOf([card("n", "A")], []), { slug: "w", horizonNames, reasons: [] });
  const marked = renderToStaticMarkup(<WhyPanel steps={steps} currency="EUR" />);
  expect(marked.match(/aria-current="true"/g)).toHaveLength(1);
});

test("what does not stand here is counted", () => {
  const cards = Array.from({ length: 6 }, (_, n) => card(`n${n}`, `Card ${n}`));
  const trace = traceOf(cards, []);
  const words = told({ ...trace, initiatives: { count: 27, data: cards }, ideas: { ...trace.ideas, count: 2 } });
  expect(words).toContain("Card 4");
  expect(words).not.toContain("Card 5");
  expect(words).toContain("and 22 more initiatives");
  expect(words).toContain("and 1 more idea");
  expect(words).not.toContain("more outcome");
});

import { describe, expect, it } from "vitest";
import { isPassage } from "#lib/ideas/evidence/quote.ts";
import { companies } from "./story/companies.ts";
import { feedback } from "./story/feedback.ts";
import { ideas } from "./story/ideas.ts";
import { initiatives } from "./story/initiatives.ts";
import { metrics } from "./story/metrics.ts";
import { objectives } from "./story/objectives.ts";
import { valueAt, weeks } from "./story/story.ts";

const keysOf = (all: { key: string }[]) => all.map(({ key }) => key);
const metricOf = (key: string) => metrics.find((metric) => metric.key === key);

describe("the sample's story", () => {
  it("is as large as promised, and calls nothing by the same name twice", () => {
    expect(companies).toHaveLength(40);
    expect(ideas).toHaveLength(25);
    expect(objectives).toHaveLength(4);
    expect(metrics).toHaveLength(12);
    expect(initiatives).toHaveLength(20);
    expect(Math.abs(feedback.length - 150)).toBeLessThanOrEqual(5);
    const titles = feedback.map(({ who, title }) => `${who} ${title}`);
    const domains = companies.map(({ domain }) => domain);
    const keyResults = objectives.flatMap((objective) => keysOf(objective.keyResults));
    for (const names of [
      ...[companies, ideas, objectives, metrics, initiatives].map(keysOf),
      keyResults,
      titles,
      domains,
    ]) {
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    }
  });

  it("names nobody and nothing that is not in it", () => {
    const people = new Set(companies.flatMap(({ key, people }) => people.map(([person]) => `${key}/${person}`)));
    expect(feedback.map(({ who }) => who).filter((who) => !people.has(who))).toEqual([]);
    const named = {
      ideas: [...feedback.flatMap(({ idea }) => idea ?? []), ...initiatives.flatMap((card) => card.ideas)],
      objectives: initiatives.map(({ objective }) => objective),
      metrics: [
        ...initiatives.flatMap(({ bet }) => bet?.metric ?? []),
        ...objectives.flatMap(({ keyResults }) => keyResults.flatMap(({ metric }) => metric ?? [])),
      ],
      keyResults: initiatives.flatMap(({ keyResults = [] }) => keyResults),
    };
    expect(new Set(named.ideas)).toEqual(new Set(keysOf(ideas)));
    expect(new Set(named.objectives)).toEqual(new Set(keysOf(objectives)));
    expect(new Set(named.metrics)).toEqual(new Set(keysOf(metrics)));
    expect(objectives.flatMap((objective) => keysOf(objective.keyResults))).toEqual(
      expect.arrayContaining(named.keyResults),
    );
  });

  it("quotes what was really said", () => {
    const quoted = feedback.filter(({ idea }) => idea);
    expect(quoted.length).toBeGreaterThan(90);
    expect(quoted.filter(({ quote, body }) => !quote || !isPassage(quote, [body])).map(({ title }) => title)).toEqual(
      [],
    );
  });

  it("happens within half a year, each thing after what it hangs on", () => {
    for (const { daysAgo } of feedback) expect(daysAgo).toBeLessThan(weeks * 7);
    for (const { key, values } of metrics) expect(values, key).toHaveLength(weeks);
    const since = new Map(ideas.map(({ key, weeksAgo }) => [key, weeksAgo]));
    for (const { key, ideas: own, path, review, aside } of initiatives) {
      const times = path.map(({ weeksAgo }) => weeksAgo);
      expect(times, key).toEqual([...times].sort((a, b) => b - a));
      expect(
        path.slice(1).map(({ reason }) => reason),
        key,
      ).not.toContain(undefined);
      for (const idea of own) expect(since.get(idea), `${key} and its idea`).toBeGreaterThanOrEqual(times[0] ?? weeks);
      if (review) expect(times.at(-1), key).toBe(review.weeksAgo);
      if (aside) expect(times.at(-1), key).toBeGreaterThanOrEqual(aside.weeksAgo);
    }
  });

  it("judges each bet as its metric does", () => {
    const reached = (key: string, from: number, expected: number, actual: number) =>
      metricOf(key)?.direction === "up"
        ? { whole: actual >= expected, some: actual > from }
        : { whole: actual <= expected, some: actual < from };
    const judged = initiatives.flatMap(({ key, path, bet, review }) => {
      const metric = metricOf(bet?.metric ?? "");
      if (!bet || !metric || !review) return [];
      const begun = path.find(({ to }) => to === "now")?.weeksAgo ?? 0;
      const from = valueAt(metric, begun);
      return [
        {
          key,
          verdict: review.verdict,
          share: reached(metric.key, from, bet.expected, valueAt(metric, review.weeksAgo)),
        },
      ];
    });
    expect(judged.map(({ verdict }) => verdict).sort()).toEqual([
      "hit",
      "hit",
      "hit",
      "missed",
      "not_measured",
      "partial",
    ]);
    for (const { key, verdict, share } of judged) {
      if (verdict === "hit") expect(share.whole, key).toBe(true);
      if (verdict === "partial") expect(share, key).toEqual({ whole: false, some: true });
      if (verdict === "missed") expect(share.whole, key).toBe(false);
    }
    const done = initiatives.filter(({ path }) => path.at(-1)?.to === "done");
    expect(done.filter(({ review }) => !review?.learning || !review.nextAction)).toEqual([]);
  });
});

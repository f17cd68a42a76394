import type { HorizonNames } from "#components/shell/horizon-words.ts";
import { reasonWords } from "#components/shell/reason-words.ts";
import { isolated } from "#components/ui/isolated.ts";
import type { Output } from "#lib/api/client.ts";
import { snippet } from "#lib/feedback/markup/snippet.ts";
import type { WhyLink, WhyQuote, WhyStep } from "./why-steps.ts";

type Trace = Output<"trace.get">;
type Words = { slug: string; horizonNames: HorizonNames; reasons: { key: string; label: string }[] };
type Author = Trace["ideas"]["data"][number]["createdBy"];

const by = (author: Author): string | null =>
  author.name ?? (author.kind === "key" ? "An API key" : author.kind === "system" ? "Throughline" : null);
const link = (did: string, author: Author, at: string): WhyLink => ({ did, by: by(author), at });

type Card = { id: string; title: string };

/** Who linked a record to cards of the chain, the first five; to which card, where there are several. */
function linksTo(cards: readonly Card[], links: Trace["ideas"]["data"][number]["links"]): WhyLink[] {
  const made = cards.flatMap(({ id, title }) =>
    links
      .filter(({ initiativeId }) => initiativeId === id)
      .map(({ linkedBy, linkedAt, reason }) => ({
        ...link(cards.length > 1 ? `Linked to “${isolated(title)}” by` : "Linked by", linkedBy, linkedAt),
        why: reason,
      })),
  );
  return made.slice(0, 5);
}

/** So many of each kind stand in the chain; it says how many more there are. */
const most = 5;

function few<T>(
  { data, count }: { data: readonly T[]; count: number },
  [one, many]: readonly [one: string, many: string],
  stepOf: (item: T) => WhyStep | null,
): WhyStep[] {
  const steps = data.slice(0, most).flatMap((item) => stepOf(item) ?? []);
  const more = count - Math.min(most, data.length);
  if (more <= 0) return steps;
  return [...steps, { key: `more ${many}`, kind: "more", what: `and ${more} more ${more === 1 ? one : many}` }];
}

const gap = (key: string, what: string, mend: { label: string; href: string } | null = null): WhyStep => ({
  key,
  kind: "gap",
  what,
  mend,
});

/** The chain as the steps of the thread, from the customers' words to what came of them; gaps are named. */
export function stepsOf(trace: Trace, words: Words): WhyStep[] {
  return [
    wordsIn(trace, words),
    ...ideasIn(trace, words),
    ...decisionsIn(trace, words),
    ...cardsIn(trace, words),
    ...objectivesIn(trace, words),
    ...outcomesIn(trace, words),
  ];
}

const isHere = ({ subject }: Trace, type: Trace["subject"]["type"], id: string) =>
  subject.type === type && subject.id === id;

function wordsIn({ subject, demand, evidence, ideas }: Trace, { slug }: Words): WhyStep {
  const isSpeaker = subject.type === "company" || subject.type === "contact";
  const quotes: WhyQuote[] = evidence.data.map((item) => ({
    feedbackId: item.feedback.id,
    href: `/w/${slug}/feedback/${item.feedback.id}`,
    words: item.quote ?? (snippet(item.feedback.snippet) || item.feedback.title),
    chosen: item.quote !== null,
    contact: item.contact?.name ?? null,
    company: item.company && { name: item.company.name, href: `/w/${slug}/companies/${item.company.id}` },
    arr: item.company?.arr ?? null,
    saidAt: item.feedback.occurredAt,
    link: link("Linked by", item.linkedBy, item.linkedAt),
  }));
  const key = "words";
  if (quotes.length > 0) {
    const shown = quotes.slice(0, 6);
    const onlyIdea = ideas.count === 1 ? ideas.data[0] : undefined;
    return {
      key,
      kind: "words",
      demand,
      quotes: shown,
      more: evidence.count - shown.length,
      moreHref: onlyIdea ? `/w/${slug}/ideas/${onlyIdea.id}` : null,
      here: isSpeaker || subject.type === "feedback",
    };
  }
  if (subject.type === "feedback") {
    return { key, kind: "message", title: subject.title, href: `/w/${slug}/feedback/${subject.id}`, here: true };
  }
  const what = isSpeaker ? "Nothing they said is linked to an idea yet." : "No customer's words are linked yet.";
  return gap(key, what, { label: "Open the inbox", href: `/w/${slug}/inbox` });
}

function ideasIn(trace: Trace, { slug }: Words): WhyStep[] {
  if (trace.ideas.count === 0) return [gap("idea", "No idea stands behind this yet.")];
  return few(trace.ideas, ["idea", "ideas"], (idea) => ({
    key: idea.id,
    kind: "idea",
    title: idea.title,
    href: `/w/${slug}/ideas/${idea.id}`,
    problem: snippet(idea.problem) || null,
    links: [link("Written by", idea.createdBy, idea.createdAt), ...linksTo(trace.initiatives.data, idea.links)],
    here: isHere(trace, "idea", idea.id),
  }));
}

function decisionsIn({ decisions }: Trace, { reasons }: Words): WhyStep[] {
  return few(decisions, ["decision", "decisions"], ({ subject, reason, note, by: author, at, endedAt }) => ({
    key: `decision ${subject.id} ${at}`,
    kind: "decision",
    what: `The ${subject.type} was set aside: ${reasonWords(reasons, reason)}${endedAt ? ", taken up again since" : ""}`,
    link: { by: by(author), at, ...(note !== null && { why: note }) },
  }));
}

function cardsIn(trace: Trace, { slug, horizonNames }: Words): WhyStep[] {
  if (trace.initiatives.count === 0) {
    const mend = { label: "Open the roadmap", href: `/w/${slug}/roadmap` };
    return [gap("initiative", "It is not on the roadmap.", mend)];
  }
  return few(trace.initiatives, ["initiative", "initiatives"], ({ id, title, horizon, moves }) => {
    const [latest] = moves.data;
    return {
      key: id,
      kind: "initiative",
      title,
      href: `/w/${slug}/roadmap?card=${id}`,
      horizon: horizonNames[horizon],
      links: latest
        ? [{ ...link(latest.from === null ? "Made by" : "Moved by", latest.by, latest.at), why: latest.reason }]
        : [],
      here: isHere(trace, "initiative", id),
    };
  });
}

function objectivesIn(trace: Trace, { slug }: Words): WhyStep[] {
  const cards = trace.initiatives.data;
  if (trace.objectives.count === 0) return [gap("objective", "It serves no objective.")];
  return few(trace.objectives, ["objective", "objectives"], (objective) => {
    const keyResults = trace.keyResults.data.filter(({ objectiveId }) => objectiveId === objective.id);
    return {
      key: objective.id,
      kind: "objective",
      title: objective.title,
      href: `/w/${slug}/objectives/${objective.id}`,
      keyResults: keyResults.slice(0, most).map(({ id, title, createdBy, createdAt, links }) => ({
        id,
        title,
        links: [...(createdBy ? [link("Set by", createdBy, createdAt)] : []), ...linksTo(cards, links)],
        here: isHere(trace, "keyResult", id),
      })),
      more: Math.max(0, keyResults.length - most),
      links: linksTo(cards, objective.links),
      here: isHere(trace, "objective", objective.id),
    };
  });
}

function outcomesIn(trace: Trace, { slug }: Words): WhyStep[] {
  if (trace.outcomes.count === 0) {
    return [gap("outcome", "Nobody has said what it should change, measured on a metric.")];
  }
  return few(trace.outcomes, ["outcome", "outcomes"], (outcome) => {
    const metric = trace.metrics.find(({ id }) => id === outcome.metricId);
    if (!metric) return null;
    const { createdBy, createdAt, reviewedBy, reviewedAt, reason } = outcome;
    return {
      key: outcome.id,
      kind: "outcome",
      outcome: {
        metricName: metric.name,
        unit: metric.unit,
        baseline: outcome.baseline,
        expected: outcome.expected,
        actual: outcome.actual,
        verdict: outcome.verdict,
        pace: null,
        confidence: outcome.confidence,
        series: metric.series.map(({ value }) => value),
      },
      href: `/w/${slug}/metrics/${metric.key}`,
      learning: outcome.learning,
      links: [
        ...(createdBy ? [link("Bet made by", createdBy, createdAt)] : []),
        ...(reviewedBy && reviewedAt
          ? [{ ...link("Reviewed by", reviewedBy, reviewedAt), ...(reason !== null && { why: reason }) }]
          : []),
      ],
      here: isHere(trace, "outcome", outcome.id) || isHere(trace, "metric", metric.id),
    };
  });
}

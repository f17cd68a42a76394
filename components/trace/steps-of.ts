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

/** The chain as the steps of the thread, from the customers' words to what came of them; gaps are named. */
export function stepsOf(trace: Trace, { slug, horizonNames, reasons }: Words): WhyStep[] {
  const isSpeaker = trace.subject.type === "company" || trace.subject.type === "contact";
  const here = (type: string, id: string) => trace.subject.type === type && trace.subject.id === id;
  const cards = trace.initiatives.data;
  const steps: WhyStep[] = [];

  const quotes: WhyQuote[] = trace.evidence.data.map((item) => ({
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
  if (quotes.length > 0) {
    const shown = quotes.slice(0, 6);
    const onlyIdea = trace.ideas.count === 1 ? trace.ideas.data[0] : undefined;
    steps.push({
      key: "words",
      kind: "words",
      demand: trace.demand,
      quotes: shown,
      more: trace.evidence.count - shown.length,
      moreHref: onlyIdea ? `/w/${slug}/ideas/${onlyIdea.id}` : null,
      here: isSpeaker || trace.subject.type === "feedback",
    });
  } else if (trace.subject.type === "feedback") {
    steps.push({
      key: "words",
      kind: "message",
      title: trace.subject.title,
      href: `/w/${slug}/feedback/${trace.subject.id}`,
      here: true,
    });
  } else {
    steps.push({
      key: "words",
      kind: "gap",
      what: isSpeaker ? "Nothing they said is linked to an idea yet." : "No customer's words are linked yet.",
      mend: { label: "Open the inbox", href: `/w/${slug}/inbox` },
    });
  }

  for (const idea of trace.ideas.data.slice(0, 5)) {
    steps.push({
      key: idea.id,
      kind: "idea",
      title: idea.title,
      href: `/w/${slug}/ideas/${idea.id}`,
      problem: snippet(idea.problem) || null,
      links: [link("Written by", idea.createdBy, idea.createdAt), ...linksTo(cards, idea.links)],
      here: here("idea", idea.id),
    });
  }
  if (trace.ideas.count === 0)
    steps.push({ key: "idea", kind: "gap", what: "No idea stands behind this yet.", mend: null });

  for (const decision of trace.decisions.data.slice(0, 5)) {
    const ended = decision.endedAt ? ", taken up again since" : "";
    steps.push({
      key: `decision ${decision.subject.id} ${decision.at}`,
      kind: "decision",
      what: `The ${decision.subject.type} was set aside: ${reasonWords(reasons, decision.reason)}${ended}`,
      link: { by: by(decision.by), at: decision.at, ...(decision.note !== null && { why: decision.note }) },
    });
  }

  for (const card of cards.slice(0, 5)) {
    const [latest] = card.moves.data;
    steps.push({
      key: card.id,
      kind: "initiative",
      title: card.title,
      href: `/w/${slug}/roadmap?card=${card.id}`,
      horizon: horizonNames[card.horizon],
      links: latest
        ? [{ ...link(latest.from === null ? "Made by" : "Moved by", latest.by, latest.at), why: latest.reason }]
        : [],
      here: here("initiative", card.id),
    });
  }
  if (trace.initiatives.count === 0) {
    steps.push({
      key: "initiative",
      kind: "gap",
      what: "It is not on the roadmap.",
      mend: { label: "Open the roadmap", href: `/w/${slug}/roadmap` },
    });
  }

  for (const objective of trace.objectives.data.slice(0, 5)) {
    const keyResults = trace.keyResults.data.filter(({ objectiveId }) => objectiveId === objective.id);
    steps.push({
      key: objective.id,
      kind: "objective",
      title: objective.title,
      href: `/w/${slug}/objectives/${objective.id}`,
      keyResults: keyResults.slice(0, 5).map(({ id, title, createdBy, createdAt, links }) => ({
        id,
        title,
        links: [...(createdBy ? [link("Set by", createdBy, createdAt)] : []), ...linksTo(cards, links)],
        here: here("keyResult", id),
      })),
      more: Math.max(0, keyResults.length - 5),
      links: linksTo(cards, objective.links),
      here: here("objective", objective.id),
    });
  }
  if (trace.objectives.count === 0)
    steps.push({ key: "objective", kind: "gap", what: "It serves no objective.", mend: null });

  for (const outcome of trace.outcomes.data.slice(0, 5)) {
    const metric = trace.metrics.find(({ id }) => id === outcome.metricId);
    if (!metric) continue;
    steps.push({
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
        ...(outcome.createdBy ? [link("Bet made by", outcome.createdBy, outcome.createdAt)] : []),
        ...(outcome.reviewedBy && outcome.reviewedAt
          ? [
              {
                ...link("Reviewed by", outcome.reviewedBy, outcome.reviewedAt),
                ...(outcome.reason !== null && { why: outcome.reason }),
              },
            ]
          : []),
      ],
      here: here("outcome", outcome.id) || here("metric", metric.id),
    });
  }
  if (trace.outcomes.count === 0)
    steps.push({
      key: "outcome",
      kind: "gap",
      what: "Nobody has said what it should change, measured on a metric.",
      mend: null,
    });
  return steps;
}

"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PaceWord } from "#components/metrics/pace-word.tsx";
import { ObjectiveProgress } from "#components/objectives/objective-progress.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { formatDay } from "#components/ui/format-time.ts";
import { Link } from "#components/ui/link.tsx";
import { Sparkline } from "#components/ui/sparkline.tsx";
import { apiQuery, type Output } from "#lib/api/client.ts";
import { BetsFigures } from "./bets-figures.tsx";
import { ChangedCard } from "./changed-card.tsx";
import { sentenceOf } from "./sentence.ts";

export type ReviewPageProps = { first: Output<"review.get"> };

const tones = { bad: "text-bad", warn: "text-warn" };

/** For ten minutes a month: how the bets stand in a sentence, what changed and why, the objectives, what came of it. */
export function ReviewPage({ first }: ReviewPageProps) {
  const { slug, timeZone } = useWorkspace();
  const { since } = first;
  // What is there stays while a later look at it fails.
  const { data: review } = useQuery({ ...apiQuery(slug, "review.get", { since }), initialData: first });
  const { changes, moreChanges, objectives, moreObjectives, bets } = review;
  return (
    <>
      <PageHeader title="Review" chips={<Chip>Since {formatDay(new Date(since), true, timeZone)}</Chip>} />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="grid max-w-240 gap-9 page-side py-7">
          <p className="max-w-[44ch] text-pretty text-xl leading-8 wrap-anywhere">
            {sentenceOf(review).map(({ text, tone }, at) => (
              <span key={text} className={tone && tones[tone]}>
                {at > 0 && !/^[,.;]/.test(text) && !text.startsWith(" ") && " "}
                {text}
              </span>
            ))}
          </p>
          <Section title="What changed">
            {changes.length === 0 ? (
              <p className="py-2 text-ink-3">Nothing moved on the roadmap since then.</p>
            ) : (
              <ul>
                {changes.map((card) => (
                  <ChangedCard key={card.id} card={card} />
                ))}
              </ul>
            )}
            {moreChanges && <p className="pt-2 text-s text-ink-3">and more; the roadmap has them all</p>}
          </Section>
          <Section title="Objectives">
            {objectives.length === 0 ? (
              <p className="py-2 text-ink-3">No objective is open.</p>
            ) : (
              <ul>
                {objectives.map((objective) => (
                  <ObjectiveLine key={objective.id} objective={objective} />
                ))}
              </ul>
            )}
            {moreObjectives && <p className="pt-2 text-s text-ink-3">and more; Objectives has them all</p>}
          </Section>
          <Section title="Did our bets work?">
            <BetsFigures bets={bets} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="border-b border-line pb-2 font-strong">{title}</h2>
      {children}
    </section>
  );
}

function ObjectiveLine({ objective }: { objective: Output<"review.get">["objectives"][number] }) {
  const { slug } = useWorkspace();
  const { id, title, pace, confidence, results } = objective;
  const [lead] = results;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 border-b border-line py-3 lg:grid-cols-[minmax(0,1fr)_4.5rem_8rem_15rem]">
      <Link
        href={`/w/${slug}/objectives/${id}`}
        className="min-w-0 wrap-anywhere hover:underline hover:decoration-line-strong hover:underline-offset-3 max-lg:col-span-2"
        dir="auto"
      >
        {title}
      </Link>
      <span className="h-6">
        {lead && <Sparkline values={lead.series.map(({ value }) => value)} target={lead.target} stale={lead.stale} />}
      </span>
      <div className="max-lg:order-last max-lg:col-span-2">
        <ObjectiveProgress objective={objective} />
      </div>
      <span className="justify-self-end lg:justify-self-start">
        <PaceWord pace={pace} confidence={confidence} />
      </span>
    </li>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, ChevronRight, Circle, X } from "lucide-react";
import { useEffect } from "react";
import { type HorizonNames, openHorizons } from "#components/shell/horizon-words.ts";
import { importsHref, navHref } from "#components/shell/nav-items.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Link } from "#components/ui/link.tsx";
import { VisuallyHidden } from "#components/ui/visually-hidden.tsx";
import { apiQuery, type Output } from "#lib/api/client.ts";
import { hideSteps, useStepsHidden } from "./steps-setting.ts";

type Progress = Output<"trace.firstSteps">;
type Step = {
  key: keyof Progress;
  label: string;
  how: string | ((horizons: HorizonNames) => string);
  href: (slug: string) => string;
};

const steps: readonly Step[] = [
  {
    key: "feedback",
    label: "Bring in what customers said",
    how: "From a file, or by API.",
    href: importsHref,
  },
  {
    key: "evidence",
    label: "Link one message to an idea",
    how: "Select its best words, press L, and name the idea.",
    href: (slug) => navHref(slug, "inbox"),
  },
  {
    key: "card",
    label: "Put the idea on the roadmap",
    how: (horizons) => `Make a card in ${openHorizons(horizons)}, and link the idea to it.`,
    href: (slug) => navHref(slug, "roadmap"),
  },
  {
    key: "metric",
    label: "Say what should get better",
    how: "Make a metric, and give it its value of today.",
    href: (slug) => navHref(slug, "metrics"),
  },
  {
    key: "outcome",
    label: "Bet on it",
    how: "Give the card an outcome: the metric, and the level you expect.",
    href: (slug) => navHref(slug, "roadmap"),
  },
];

/** The five steps from nothing to one whole thread. Gone when they are done, or sent away, or not this person's to take. */
export function FirstSteps() {
  const { slug } = useWorkspace();
  const isTheirs = useMay("roadmap:write");
  const hidden = useStepsHidden(slug) || !isTheirs;
  const { data } = useQuery({ ...apiQuery(slug, "trace.firstSteps", {}), enabled: !hidden });
  const done = data ? steps.filter(({ key }) => data[key]).length : 0;
  const isWhole = done === steps.length;
  useEffect(() => {
    // Nobody who has been through it is asked again.
    if (isWhole) hideSteps(slug);
  }, [isWhole, slug]);
  if (hidden || !data || isWhole) return null;
  return <Checklist slug={slug} progress={data} done={done} />;
}

function Checklist({ slug, progress, done }: { slug: string; progress: Progress; done: number }) {
  const { horizonNames } = useWorkspace();
  const next = steps.find(({ key }) => !progress[key]);
  return (
    <section aria-label="First steps" className="relative shrink-0 border-b border-line">
      <details open={!progress.feedback} className="group">
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 py-2 pr-14 pl-4 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3 group-open:rotate-90" />
          <span className="font-strong">First steps</span>
          <span className="shrink-0 text-s text-ink-3 tabular-nums">
            {done} of {steps.length}
          </span>
          <span className="truncate text-s text-ink-2 group-open:hidden">Next: {next?.label}</span>
        </summary>
        <ol className="grid pb-3">
          {steps.map(({ key, label, how, href }) => {
            const isDone = progress[key];
            const Mark = isDone ? Check : Circle;
            return (
              <li key={key}>
                <Link
                  href={href(slug)}
                  aria-current={key === next?.key ? "step" : undefined}
                  className="flex min-h-9 items-start gap-2.5 px-4 py-1.5 hover:bg-hover"
                >
                  <Mark aria-hidden className={cx("mt-0.5 size-4 shrink-0", isDone ? "text-good" : "text-ink-3")} />
                  <span>
                    <span className={isDone ? "text-ink-2" : "font-strong"}>{label}</span>
                    {isDone ? (
                      <VisuallyHidden>, done</VisuallyHidden>
                    ) : (
                      <span className="ml-2 text-ink-2">{typeof how === "string" ? how : how(horizonNames)}</span>
                    )}
                  </span>
                </Link>
              </li>
            );
          })}
        </ol>
      </details>
      <div className="absolute top-1.5 right-3">
        <IconButton
          label="Hide the first steps"
          icon={<X aria-hidden className="size-4" />}
          onClick={() => hideSteps(slug)}
        />
      </div>
    </section>
  );
}

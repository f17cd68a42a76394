"use client";

import type { ReactNode } from "react";
import { reasonWords } from "#components/shell/reason-words.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatValue } from "#components/ui/format.ts";
import { formatDay } from "#components/ui/format-time.ts";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Output } from "#lib/api/client.ts";
import { VerdictWord } from "./verdict-word.tsx";

export type ListedCardProps = {
  card: Output<"initiative.list">["data"][number];
  href: string;
  /** What can be done with it here. */
  actions?: ReactNode;
};

/** A card in a list: why it was set aside, or what came of it. */
export function ListedCard({ card, href, actions }: ListedCardProps) {
  const { currency, timeZone, horizonNames, setAsideReasons } = useWorkspace();
  const { title, horizon, horizonSince, outcomes, setAside } = card;
  const column = <bdi>{horizonNames[horizon]}</bdi>;
  return (
    <article aria-label={title} className="flex items-start gap-3 border-b border-line py-3">
      <div className="min-w-0 flex-1">
        <h2 className="text-pretty wrap-anywhere">
          <Link href={href} data-stop className="hover:underline hover:underline-offset-3" dir="auto">
            {title}
          </Link>
        </h2>
        {setAside ? (
          <>
            <p className="mt-0.5 text-ink-2 wrap-anywhere">
              <bdi>{reasonWords(setAsideReasons, setAside.reason)}</bdi>
              {setAside.note && (
                <>
                  . <bdi>{setAside.note}</bdi>
                </>
              )}
            </p>
            <p className="mt-0.5 text-s text-ink-3">
              From {column}, by <bdi>{setAside.by.name}</bdi>, <RelativeTime at={setAside.at} ago />
            </p>
          </>
        ) : (
          <>
            {outcomes.map(({ id, metric, verdict, expected, actual }) => {
              const text = (value: number) => formatValue(value, metric.unit, currency);
              return (
                verdict && (
                  <VerdictWord
                    key={id}
                    verdict={verdict}
                    expected={text(expected)}
                    actual={actual === null ? null : text(actual)}
                  />
                )
              );
            })}
            <p className="mt-0.5 text-s text-ink-3">
              In {column} since {formatDay(new Date(horizonSince), true, timeZone)}
            </p>
          </>
        )}
      </div>
      {actions}
    </article>
  );
}

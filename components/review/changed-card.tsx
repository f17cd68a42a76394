"use client";

import { reasonWords } from "#components/shell/reason-words.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatValue } from "#components/ui/format.ts";
import { isolated } from "#components/ui/isolated.ts";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Output } from "#lib/api/client.ts";

export type ChangedCardProps = { card: Output<"review.get">["changes"][number] };

const verdictWords = {
  hit: "hit",
  partial: "partly",
  missed: "missed",
  inconclusive: "told nothing",
  not_measured: "not measured",
} as const;

/** One card that moved, and why: what it came to where it is done, the reason where it was set aside. */
export function ChangedCard({ card }: ChangedCardProps) {
  const { slug, currency, horizonNames, setAsideReasons } = useWorkspace();
  const { id, title, horizon, state, at, by, reason, note, outcomes } = card;
  const isOut = state === "set_aside";
  const came = outcomes.map(({ metric, expected, actual, verdict }) => {
    const text = (value: number) => formatValue(value, metric.unit, currency);
    return actual === null
      ? verdictWords[verdict]
      : `${verdictWords[verdict]}, ${text(actual)} against ${text(expected)}`;
  });
  const why = isOut
    ? [`set aside: ${isolated(reasonWords(setAsideReasons, reason ?? ""))}`, note && isolated(note)]
        .filter(Boolean)
        .join(", ")
    : horizon === "done" && came.length > 0
      ? came.join("; ")
      : reason
        ? `“${isolated(reason)}”`
        : by && "no reason given";
  return (
    <li className="grid items-baseline gap-x-4 gap-y-0.5 border-b border-line py-2 sm:grid-cols-[6rem_minmax(0,1fr)_minmax(0,1fr)]">
      <span className="text-ink-3 max-sm:text-s">
        {isOut
          ? "Out"
          : horizon === "now" || horizon === "next" || horizon === "later"
            ? `Into ${horizonNames[horizon]}`
            : horizonNames.done}
      </span>
      <Link
        href={`/w/${slug}/roadmap?why=initiative:${id}`}
        className="min-w-0 wrap-anywhere hover:underline hover:decoration-line-strong hover:underline-offset-3"
        dir="auto"
      >
        {title}
      </Link>
      <span className="min-w-0 text-s text-ink-3 wrap-anywhere sm:text-right">
        {why}
        {why && by && ", "}
        <bdi>{by?.name}</bdi>
        {(why || by) && ", "}
        <RelativeTime at={at} ago />
      </span>
    </li>
  );
}

"use client";

import type { ReactNode } from "react";
import { PaceWord } from "#components/metrics/pace-word.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import type { RecordThread } from "#components/trace/use-threads.ts";
import { WhyThread } from "#components/trace/why-thread.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatValue } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Sparkline } from "#components/ui/sparkline.tsx";
import type { Output } from "#lib/api/client.ts";

export type KeyResult = Output<"keyResult.get">;

export type KeyResultRowProps = {
  result: KeyResult;
  thread: RecordThread | undefined;
  /** What can be done with it. */
  actions?: ReactNode;
  className?: string;
};

/** A key result: its course against the target line, where it stands, the computed pace beside the owner's confidence. */
export function KeyResultRow({ result, thread, actions, className }: KeyResultRowProps) {
  const { slug, currency } = useWorkspace();
  const { title, metric, start, target, current, currentAt, series, stale, pace, confidence } = result;
  const text = (value: number) => formatValue(value, metric?.unit ?? "number", currency);
  const latest = current === null ? "No value yet" : `Latest ${text(current)}, target ${text(target)}`;
  return (
    <article
      aria-label={title}
      className={cx(
        "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-2 lg:grid-cols-[minmax(0,1fr)_auto_8.5rem_8.5rem_auto] xl:gap-x-6 xl:grid-cols-[minmax(0,1fr)_auto_10rem_15rem_auto]",
        className,
      )}
    >
      <div className="min-w-0 max-lg:col-span-2">
        <div className="wrap-anywhere" dir="auto">
          {title}
        </div>
        <div className="flex min-w-0 items-center gap-2.5">
          <WhyThread subject={{ type: "keyResult", id: result.id }} title={title} thread={thread} />
          {metric && (
            <Link
              href={`/w/${slug}/metrics/${metric.key}`}
              className="inline-block truncate py-0.5 text-s text-ink-3 underline decoration-line-strong underline-offset-3 hover:text-ink"
              dir="auto"
            >
              {metric.name}
            </Link>
          )}
        </div>
      </div>
      <Sparkline values={series.map(({ value }) => value)} target={target} stale={stale} label={latest} />
      <div className="text-right lg:text-left">
        <div className={stale ? "text-ink-3" : undefined}>
          {text(start)}
          <span className="text-ink-3"> → </span>
          {text(target)}
        </div>
        <div className="text-s text-ink-3">
          {currentAt === null ? (
            "No value yet"
          ) : (
            <>
              at {text(current ?? start)}, <RelativeTime at={currentAt} ago />
              {stale && ", overdue"}
            </>
          )}
        </div>
      </div>
      <PaceWord pace={pace} confidence={confidence} />
      <div className="flex justify-end gap-1">{actions}</div>
    </article>
  );
}

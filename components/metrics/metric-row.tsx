import type { ReactNode } from "react";
import { formatValue, type Unit } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Sparkline } from "#components/ui/sparkline.tsx";

export type MetricRowItem = {
  key: string;
  name: string;
  definition: string | null;
  unit: Unit;
  latest: { at: string; value: number } | null;
  series: readonly number[];
  stale: boolean;
};

export type MetricRowProps = {
  metric: MetricRowItem;
  currency: string;
  href: string;
  /** The chain that the metric measures. */
  thread: ReactNode;
};

/** A metric in the list of all: its name, what it counts, its course, where it stands. */
export function MetricRow({ metric, currency, href, thread }: MetricRowProps) {
  return (
    <article className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 sm:grid-cols-[minmax(0,1fr)_auto_7rem] sm:gap-x-6 border-b border-line px-4 py-2.5 hover:bg-hover has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent">
      <div className="min-w-0">
        <h2 className="truncate">
          <Link href={href} className="outline-none after:absolute after:inset-0" dir="auto">
            {metric.name}
          </Link>
        </h2>
        <div className="flex min-w-0 items-center gap-2.5 text-s text-ink-3">
          {thread}
          {metric.definition && (
            <p className="truncate" dir="auto">
              {metric.definition}
            </p>
          )}
        </div>
      </div>
      <Sparkline values={metric.series} stale={metric.stale} className="max-sm:hidden" />
      <div className="text-right">
        {metric.latest ? (
          <>
            <div className={metric.stale ? "text-ink-3" : undefined}>
              {formatValue(metric.latest.value, metric.unit, currency)}
            </div>
            <div className="text-s text-ink-3">
              <RelativeTime at={metric.latest.at} ago />
              {metric.stale && ", overdue"}
            </div>
          </>
        ) : (
          <span className="text-s text-ink-3">No points yet</span>
        )}
      </div>
    </article>
  );
}

import { formatValue, type Unit } from "#components/ui/format.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";

export type MetricFigureProps = {
  unit: Unit;
  currency: string;
  latest: { at: string; value: number } | null;
  /** No point came in its cadence: said in words, and grey. */
  stale: boolean;
};

/** The latest value, large, and how old it is. */
export function MetricFigure({ unit, currency, latest, stale }: MetricFigureProps) {
  if (!latest) return <p className="text-ink-3">No points yet</p>;
  return (
    <p>
      <span className={stale ? "text-xl text-ink-3" : "text-xl"}>{formatValue(latest.value, unit, currency)}</span>
      <span className="ml-2 text-s text-ink-3">
        <RelativeTime at={latest.at} ago />
        {stale && ", overdue"}
      </span>
    </p>
  );
}

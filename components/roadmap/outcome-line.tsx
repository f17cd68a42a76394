import { type Pace, PaceWord } from "#components/metrics/pace-word.tsx";
import { formatValue, type Unit } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import { Sparkline } from "#components/ui/sparkline.tsx";
import { type Verdict, VerdictWord } from "./verdict-word.tsx";

export type OutcomeLineItem = {
  metricName: string;
  unit: Unit;
  baseline: number | null;
  expected: number;
  actual: number | null;
  verdict: Verdict | null;
  pace: Pace | null;
  confidence: number | null;
  /** The metric's points, oldest first. */
  series: readonly number[];
};

export type OutcomeLineProps = {
  outcome: OutcomeLineItem;
  currency: string;
  /** The bet says where it should go; the course says how far it came, and what was expected. */
  tells?: "bet" | "course";
  metricHref?: string;
};

/** The bet in three lines: the metric, from where to where with its course, and how it goes. */
export function OutcomeLine({ outcome, currency, tells = "bet", metricHref }: OutcomeLineProps) {
  const text = (value: number) => formatValue(value, outcome.unit, currency);
  const { actual, verdict, pace } = outcome;
  const latest = outcome.series.at(-1);
  const reached = actual ?? (tells === "course" ? (latest ?? null) : null);
  const name = outcome.metricName;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <div className="flex items-end justify-between gap-3">
        <div className="min-w-0">
          <div className="truncate text-s text-ink-3">
            {metricHref ? (
              <Link
                href={metricHref}
                dir="auto"
                className="underline decoration-line-strong underline-offset-3 hover:text-ink"
              >
                {name}
              </Link>
            ) : (
              <bdi>{name}</bdi>
            )}
          </div>
          <div>
            {outcome.baseline === null ? "No baseline" : text(outcome.baseline)}
            <span className="text-ink-3"> → </span>
            <span className="sr-only">{reached === null ? "expected" : "reached"} </span>
            {text(reached ?? outcome.expected)}
            {tells === "course" && reached !== null && !verdict && (
              <span className="text-ink-3">, expected {text(outcome.expected)}</span>
            )}
          </div>
        </div>
        <Sparkline
          values={outcome.series}
          target={outcome.expected}
          label={latest === undefined ? "No points yet" : `Latest ${text(latest)}, expected ${text(outcome.expected)}`}
        />
      </div>
      {verdict ? (
        <VerdictWord
          verdict={verdict}
          expected={text(outcome.expected)}
          actual={actual === null ? null : text(actual)}
        />
      ) : (
        pace && <PaceWord pace={pace} confidence={outcome.confidence} />
      )}
    </div>
  );
}

import { cx } from "./cx.ts";

export type SparklineProps = {
  /** In order of time, evenly spaced. Fewer than two draw only the dot. */
  values: readonly number[];
  /** A dotted line across. */
  target?: number | null;
  /** Read out in place of the picture; without it the picture is decoration. */
  label?: string;
  /** Old data: drawn in grey, without the dot's colour. */
  stale?: boolean;
  className?: string;
};

const width = 72;
const height = 24;
const pad = 3;

export function Sparkline({ values, target, label, stale, className }: SparklineProps) {
  const all = target == null ? values : [...values, target];
  if (all.length === 0) return null;
  const low = Math.min(...all);
  const high = Math.max(...all);
  const span = high - low;
  const y = (value: number) =>
    span === 0 ? height / 2 : Math.round((height - pad - ((value - low) / span) * (height - 2 * pad)) * 10) / 10;
  const step = values.length > 1 ? (width - 2 * pad) / (values.length - 1) : 0;
  const x = (at: number) => Math.round((values.length > 1 ? pad + at * step : width - pad) * 10) / 10;
  const last = values.at(-1);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className={cx("h-6 w-18 shrink-0 overflow-visible", className)}
    >
      {target != null && (
        <line
          x1={0}
          x2={width}
          y1={y(target)}
          y2={y(target)}
          className="stroke-ink-3/70"
          strokeDasharray="1.5 2.5"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {values.length > 1 && (
        <path
          d={values.map((value, at) => `${at ? "L" : "M"}${x(at)} ${y(value)}`).join("")}
          className={cx("fill-none", stale ? "stroke-line-strong" : "stroke-ink-2")}
          strokeWidth={1.5}
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {last !== undefined && (
        <circle cx={x(values.length - 1)} cy={y(last)} r={2.5} className={stale ? "fill-ink-3" : "fill-accent"} />
      )}
    </svg>
  );
}

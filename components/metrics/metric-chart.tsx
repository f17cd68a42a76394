"use client";

import { useCallback } from "react";
import { formatValue, type Unit } from "#components/ui/format.ts";
import { LineChart } from "#components/ui/line-chart.tsx";

export type MetricPoint = { at: string; value: number; note: string | null };

export type MetricChartProps = {
  name: string;
  unit: Unit;
  currency: string;
  timeZone: string;
  /** Oldest first. */
  points: readonly MetricPoint[];
  /** The level that an outcome on this metric expects. */
  expected?: number | null;
  baseline?: number | null;
};

/** The course of a metric. Its points stand in a table beside it, for those who do not see the picture. */
export function MetricChart({ name, unit, currency, timeZone, points, expected, baseline }: MetricChartProps) {
  const format = useCallback((value: number) => formatValue(value, unit, currency), [unit, currency]);
  const first = points[0];
  const last = points.at(-1);
  const course = first && last ? `from ${format(first.value)} to ${format(last.value)} in ${points.length} points` : "";
  return (
    <LineChart
      label={`${name}: ${course}${expected == null ? "" : `, expected ${format(expected)}`}`}
      points={points}
      formatValue={format}
      timeZone={timeZone}
      target={expected == null ? null : { value: expected, label: `Expected ${format(expected)}` }}
      baseline={baseline == null ? null : { value: baseline, label: `Baseline ${format(baseline)}` }}
    />
  );
}

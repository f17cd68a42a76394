"use client";

import dynamic from "next/dynamic";
import type { LineChartPlotProps } from "./line-chart-plot.tsx";
import { LoadingRegion } from "./loading-region.tsx";
import { Skeleton } from "./skeleton.tsx";

export type LineChartProps = LineChartPlotProps & {
  /** What the chart shows, in words: it is the picture's name. */
  label: string;
};

// The chart library is large and only the metric page needs it.
const Plot = dynamic(async () => (await import("./line-chart-plot.tsx")).LineChartPlot, {
  ssr: false,
  loading: () => (
    <LoadingRegion label="Loading the chart" className="h-full">
      <Skeleton className="h-full w-full" />
    </LoadingRegion>
  ),
});

export function LineChart({ label, ...plot }: LineChartProps) {
  return (
    <div role="img" aria-label={label} className="h-70 w-full min-w-0">
      <Plot {...plot} />
    </div>
  );
}

"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatDay, formatExactTime, formatPlainDay } from "./format-time.ts";
import { niceTicks } from "./nice-ticks.ts";
import { isPlainDay } from "./plain-day.ts";

export type ChartPoint = { at: string; value: number; note?: string | null };

export type LineChartPlotProps = {
  /** In order of time. */
  points: readonly ChartPoint[];
  target?: { value: number; label: string } | null;
  baseline?: { value: number; label: string } | null;
  formatValue: (value: number) => string;
  /** Whose days they are. */
  timeZone: string;
};

const tick = { fill: "var(--ink-3)", fontSize: 12 };

export function LineChartPlot({ points, target, baseline, formatValue, timeZone }: LineChartPlotProps) {
  const data = points.map((point) => ({ ...point, time: Date.parse(point.at) }));
  const marks = [target, baseline].filter((mark) => mark != null);
  const values = [...points.map((point) => point.value), ...marks.map((mark) => mark.value)];
  const ticks = niceTicks(Math.min(...values), Math.max(...values));
  // A day was given as a day and stays that one, wherever it is read.
  const axisZone = data.every(({ at }) => isPlainDay(at)) ? "UTC" : timeZone;
  const span = (data.at(-1)?.time ?? 0) - (data[0]?.time ?? 0);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={data} margin={{ top: 12, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="time"
          type="number"
          scale="time"
          domain={["dataMin", "dataMax"]}
          tickFormatter={(time: number) => formatDay(new Date(time), span > 300 * 86_400_000, axisZone)}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          minTickGap={48}
          tickMargin={8}
        />
        <YAxis
          domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          interval={0}
          tickFormatter={formatValue}
          tick={tick}
          tickLine={false}
          axisLine={false}
          width="auto"
        />
        {marks.map((mark) => (
          <ReferenceLine
            key={mark.label}
            y={mark.value}
            stroke="var(--ink-3)"
            strokeDasharray={mark === target ? "2 4" : "6 4"}
            label={{ value: mark.label, position: "insideTopRight", fill: "var(--ink-2)", fontSize: 12 }}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--line-strong)" }}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as ChartPoint | undefined;
            if (!active || !point) return null;
            return (
              <div className="floating px-2.5 py-1.5 text-s">
                <div className="font-strong text-m text-ink">{formatValue(point.value)}</div>
                <div className="text-ink-3">
                  {isPlainDay(point.at)
                    ? formatPlainDay(point.at.slice(0, 10))
                    : formatExactTime(new Date(point.at), timeZone)}
                </div>
                {point.note && <div className="mt-1 max-w-60 text-ink-2">{point.note}</div>}
              </div>
            );
          }}
        />
        <Line
          dataKey="value"
          type="linear"
          stroke="var(--accent)"
          strokeWidth={1.5}
          dot={data.length <= 90 ? { r: 2.5, fill: "var(--accent)", strokeWidth: 0 } : false}
          activeDot={{ r: 4, fill: "var(--accent)", stroke: "var(--surface)", strokeWidth: 2 }}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

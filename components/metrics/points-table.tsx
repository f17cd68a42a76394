import type { ReactNode } from "react";
import { formatValue, type Unit } from "#components/ui/format.ts";
import { isPlainDay } from "#components/ui/plain-day.ts";

export type PointsTableProps = {
  /** Newest first. */
  points: readonly { at: string; value: number; note: string | null }[];
  unit: Unit;
  currency: string;
  timeZone: string;
  /** Below the table: more to show. */
  children?: ReactNode;
};

/** "2026-03-01" for a day, "2026-03-01 09:30" for an instant, in the workspace's time zone. */
function timeOf(at: string, timeZone: string): string {
  if (isPlainDay(at)) return at.slice(0, 10);
  const form = { dateStyle: "short", timeStyle: "short", timeZone } as const;
  return new Intl.DateTimeFormat("sv-SE", form).format(new Date(at));
}

/** The points behind a chart, in figures. */
export function PointsTable({ points, unit, currency, timeZone, children }: PointsTableProps) {
  if (points.length === 0) return <p className="text-ink-3">No points yet.</p>;
  return (
    <div className="grid justify-items-start gap-3">
      <table className="w-full">
        <caption className="pb-2 text-left text-s text-ink-3">Points, times in {timeZone.replaceAll("_", " ")}</caption>
        <thead className="sr-only">
          <tr>
            <th>Time</th>
            <th>Value</th>
            <th>Note</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.at} className="border-t border-line">
              <td className="py-1.5 pr-4 whitespace-nowrap text-ink-2">
                <time dateTime={point.at}>{timeOf(point.at, timeZone)}</time>
              </td>
              <td className="py-1.5 pr-4 text-right whitespace-nowrap">{formatValue(point.value, unit, currency)}</td>
              <td className="w-full py-1.5 wrap-anywhere text-ink-2" dir="auto">
                {point.note}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </div>
  );
}

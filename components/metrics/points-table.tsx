import type { ReactNode } from "react";
import { formatValue, type Unit } from "#components/ui/format.ts";

export type PointsTableProps = {
  /** Newest first. */
  points: readonly { at: string; value: number; note: string | null }[];
  unit: Unit;
  currency: string;
  /** Below the table: more to show. */
  children?: ReactNode;
};

const dayOf = (at: string) => (at.endsWith("T00:00:00Z") ? at.slice(0, 10) : at.slice(0, 16).replace("T", " "));

/** The points behind a chart, in figures. */
export function PointsTable({ points, unit, currency, children }: PointsTableProps) {
  if (points.length === 0) return <p className="text-ink-3">No points yet.</p>;
  return (
    <div className="grid justify-items-start gap-3">
      <table className="w-full">
        <caption className="pb-2 text-left text-s text-ink-3">Points, in UTC</caption>
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
                <time dateTime={point.at}>{dayOf(point.at)}</time>
              </td>
              <td className="py-1.5 pr-4 text-right whitespace-nowrap">{formatValue(point.value, unit, currency)}</td>
              <td className="w-full py-1.5 wrap-anywhere text-ink-2">{point.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </div>
  );
}

import type { ReactNode } from "react";
import { formatValue, type Unit } from "#components/ui/format.ts";
import { formatMinute, formatPlainDay } from "#components/ui/format-time.ts";
import { isPlainDay } from "#components/ui/plain-day.ts";
import { PlainCell, PlainRow, PlainTable } from "#components/ui/plain-table.tsx";

export type PointsTableProps = {
  /** Newest first. */
  points: readonly { at: string; value: number; note: string | null }[];
  unit: Unit;
  currency: string;
  timeZone: string;
  /** Below the table: more to show. */
  children?: ReactNode;
};

const columns = [{ header: "Time", width: "w-40" }, { header: "Value", width: "w-24" }, { header: "Note" }];

/** "1 Mar 2026" for a day, "1 Mar 2026, 09:30" for an instant, in the workspace's time zone. */
const timeOf = (at: string, timeZone: string): string =>
  isPlainDay(at) ? formatPlainDay(at.slice(0, 10)) : formatMinute(new Date(at), timeZone);

/** The points behind a chart, in figures. */
export function PointsTable({ points, unit, currency, timeZone, children }: PointsTableProps) {
  if (points.length === 0) return <p className="text-ink-3">No points yet.</p>;
  return (
    <div className="grid justify-items-start gap-3">
      <PlainTable caption={`Points, times in ${timeZone.replaceAll("_", " ")}`} captioned columns={columns}>
        {points.map((point) => (
          <PlainRow key={point.at}>
            <PlainCell className="text-ink-2">
              <time dateTime={point.at}>{timeOf(point.at, timeZone)}</time>
            </PlainCell>
            <PlainCell className="text-right">{formatValue(point.value, unit, currency)}</PlainCell>
            <PlainCell className="wrap-anywhere text-ink-2">
              <span dir="auto" className="block">
                {point.note}
              </span>
            </PlainCell>
          </PlainRow>
        ))}
      </PlainTable>
      {children}
    </div>
  );
}

import { type Figure, Figures } from "#components/ui/figures.tsx";
import { formatMoney, formatMoneyExact, formatNumber } from "#components/ui/format.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";

export type DemandFiguresItem = {
  feedback: number;
  companies: number;
  arr: number;
  atRiskArr: number;
  lastAt: string | null;
  /** Share of the ARR that is the largest company's, 0 to 100; null when there is none. */
  largestShare: number | null;
};

export type DemandFiguresProps = { demand: DemandFiguresItem; currency: string };

/** The demand for an idea in large figures: distinct companies first. */
export function DemandFigures({ demand, currency }: DemandFiguresProps) {
  const figures: Figure[] = [
    {
      label: demand.companies === 1 ? "Company" : "Companies",
      value: formatNumber(demand.companies),
      ...(demand.largestShare !== null && demand.companies > 1
        ? { note: `the largest is ${Math.round(demand.largestShare)}\u202f% of the ARR` }
        : {}),
    },
    {
      label: "ARR",
      value: formatMoney(demand.arr, currency),
      exact: formatMoneyExact(demand.arr, currency),
      ...(demand.atRiskArr > 0 ? { note: `${formatMoney(demand.atRiskArr, currency)} at risk` } : {}),
    },
    {
      label: "Feedback",
      value: formatNumber(demand.feedback),
      note: demand.lastAt && (
        <>
          latest <RelativeTime at={demand.lastAt} ago />
        </>
      ),
    },
  ];
  return <Figures figures={figures} className="grid-cols-3" />;
}

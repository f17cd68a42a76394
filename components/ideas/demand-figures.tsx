import { type Figure, Figures } from "#components/ui/figures.tsx";
import { formatMoney, formatMoneyExact, formatNumber } from "#components/ui/format.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";

export type DemandFiguresItem = {
  feedback: number;
  companies: number;
  arr: number;
  atRiskArr: number;
  lastAt: string | null;
  /** The largest company's part of the ARR; null where nobody asked for it. */
  largestArr: number | null;
};

export type DemandFiguresProps = { demand: DemandFiguresItem; currency: string };

/** The demand for an idea in large figures: distinct companies first. */
export function DemandFigures({ demand, currency }: DemandFiguresProps) {
  const figures: Figure[] = [
    {
      label: demand.companies === 1 ? "Company" : "Companies",
      value: formatNumber(demand.companies),
      ...(demand.largestArr !== null && demand.companies > 1 && demand.arr > 0
        ? { note: `the largest is ${shareOf(demand.largestArr, demand.arr)} of the ARR` }
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

/** What part of the ARR is the largest company's. None is nothing, and only all of it is everything. */
function shareOf(largestArr: number, arr: number): string {
  const percent = (largestArr / arr) * 100;
  if (percent < 1) return "less than 1\u202f%";
  return `${percent === 100 ? 100 : Math.min(99, Math.round(percent))}\u202f%`;
}

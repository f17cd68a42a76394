import { formatPlural } from "#components/ui/format.ts";
import { Money } from "#components/ui/money.tsx";

export type Demand = { feedback: number; companies: number; arr: number };

export type DemandWordsProps = { demand: Demand; currency: string };

/** "7 companies, $312k". The unit is the company; feedback is named only where no company is known. */
export function DemandWords({ demand, currency }: DemandWordsProps) {
  if (demand.feedback === 0) return <>No evidence yet</>;
  if (demand.companies === 0) return <>{formatPlural(demand.feedback, "piece of feedback", "pieces of feedback")}</>;
  return (
    <>
      {formatPlural(demand.companies, "company", "companies")}
      {demand.arr > 0 && (
        <>
          , <Money amount={demand.arr} currency={currency} />
        </>
      )}
    </>
  );
}

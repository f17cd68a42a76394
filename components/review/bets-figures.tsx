import { Figures } from "#components/ui/figures.tsx";
import { formatNumber } from "#components/ui/format.ts";
import type { Output } from "#lib/api/client.ts";

export type BetsFiguresProps = { bets: Output<"review.get">["bets"] };

/** How good our bets are: how many hit, by how much we over-estimate, what our confidence is worth. */
export function BetsFigures({ bets: { ever, overestimate, confidence, now, overdue } }: BetsFiguresProps) {
  const judged = ever.hit + ever.partial + ever.missed;
  const figures: { label: string; value: string; note?: string }[] = [
    {
      label: "Hit rate",
      value: judged === 0 ? "None judged" : `${formatNumber(ever.hit)} of ${formatNumber(judged)}`,
      ...(overdue > 0 ? { note: `${formatNumber(overdue)} to be reviewed` } : {}),
    },
    {
      label: overestimate !== null && overestimate < 0 ? "We under-estimate by" : "We over-estimate by",
      value: overestimate === null ? "Unknown" : `${Math.abs(overestimate)}\u202f%`,
    },
    {
      label: confidence === null ? "When we are confident" : `When we say ${confidence.said}\u202f%`,
      value: confidence === null ? "Unknown" : `it is ${confidence.hit}\u202f%`,
    },
    {
      label: "Now from one company",
      value: now.cards === 0 ? "Nothing in Now" : `${formatNumber(now.ofOneCompany)} of ${formatNumber(now.cards)}`,
    },
  ];
  return (
    <Figures
      className="grid-cols-2 pt-2 sm:grid-cols-4"
      figures={figures.map((figure) => ({ ...figure, isWord: !/\d/.test(figure.value) }))}
    />
  );
}

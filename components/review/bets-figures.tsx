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
    <dl className="grid grid-cols-2 gap-4 pt-2 sm:grid-cols-4">
      {figures.map(({ label, value, note }) => (
        <div key={label} className="min-w-0">
          <dt className="text-s text-ink-3">{label}</dt>
          <dd>
            <span className={/\d/.test(value) ? "text-xl" : "text-ink-3"}>{value}</span>
            {note && <span className="block text-s text-ink-3">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

import { RenewalDay } from "#components/feedback/renewal-day.tsx";
import { type Figure, Figures } from "#components/ui/figures.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { formatPlainDay } from "#components/ui/format-time.ts";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { Output } from "#lib/api/client.ts";
import { HealthWord } from "./health-word.tsx";
import { lifecycleWords } from "./lifecycle-words.ts";

type Company = Output<"company.get">;
export type CompanyFiguresProps = { company: Company; currency: string };

/** What one wants to know of a company before the second sentence of a call. What is not known is said to be so. */
export function CompanyFigures({ company, currency }: CompanyFiguresProps) {
  const { arr, tier, lifecycle, renewsOn, health, totals, isAtRisk } = company;
  const figures: Figure[] = [
    {
      label: "ARR",
      value: arr !== null && <Money amount={arr} currency={currency} />,
      note: isAtRisk && <StatusWord sign="warn">At risk</StatusWord>,
    },
    { label: "Tier", value: tier && <bdi>{tier}</bdi>, note: lifecycle && lifecycleWords[lifecycle] },
    {
      label: "Renewal",
      value: renewsOn && <RenewalDay day={renewsOn} />,
      note: renewsOn && formatPlainDay(renewsOn),
    },
    { label: "Health", value: health !== null && <HealthWord health={health} /> },
    {
      label: "Waits for",
      value: `${formatNumber(totals.openIdeas)} ${totals.openIdeas === 1 ? "idea" : "ideas"}`,
      note: `${formatNumber(totals.feedback)} said in all`,
    },
    { label: "Last heard", value: totals.lastAt && <RelativeTime at={totals.lastAt} ago /> },
  ];
  return (
    <Figures
      size="l"
      className="grid-cols-2 sm:grid-cols-3 xl:grid-cols-6"
      figures={figures.map(({ value, ...rest }) => ({ ...rest, value: value || "Not known", isWord: !value }))}
    />
  );
}

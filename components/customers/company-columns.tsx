import { RenewalDay } from "#components/feedback/renewal-day.tsx";
import type { DataColumn } from "#components/ui/data-table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusWord } from "#components/ui/status-word.tsx";
import type { Output } from "#lib/api/client.ts";
import { HealthWord } from "./health-word.tsx";
import { lifecycleWords } from "./lifecycle-words.ts";

type Company = Output<"company.list">["data"][number];

/** The columns of the table of companies; the ids of those that sort are the query's own words. */
export const companyColumns = (currency: string): DataColumn<Company>[] => [
  {
    id: "name",
    header: "Company",
    sortBy: ({ name }) => name,
    cell: ({ name, isAtRisk }) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate" dir="auto">
          {name}
        </span>
        {isAtRisk && (
          <StatusWord sign="warn" className="shrink-0">
            <span className="max-sm:sr-only">At risk</span>
          </StatusWord>
        )}
      </span>
    ),
  },
  {
    id: "lifecycle",
    header: "Stage",
    width: "6.5rem",
    from: "xl",
    cell: ({ lifecycle }) => lifecycle && lifecycleWords[lifecycle],
  },
  { id: "tier", header: "Tier", width: "7rem", from: "xl", cell: ({ tier }) => tier },
  {
    id: "arr",
    header: "ARR",
    width: "6rem",
    align: "right",
    sortBy: ({ arr }) => arr ?? 0,
    cell: ({ arr }) => arr !== null && <Money amount={arr} currency={currency} />,
  },
  {
    id: "renewsOn",
    header: "Renewal",
    width: "7.5rem",
    align: "right",
    from: "md",
    sortBy: ({ renewsOn }) => renewsOn,
    cell: ({ renewsOn }) => renewsOn && <RenewalDay day={renewsOn} />,
  },
  {
    id: "health",
    header: "Health",
    width: "6rem",
    align: "right",
    from: "lg",
    sortBy: ({ health }) => health,
    cell: ({ health }) => health !== null && <HealthWord health={health} />,
  },
  {
    id: "openIdeas",
    header: "Waits for",
    width: "7.5rem",
    align: "right",
    sortBy: ({ totals }) => totals.openIdeas,
    cell: ({ totals }) => totals.openIdeas > 0 && <Ideas count={totals.openIdeas} />,
  },
  {
    id: "feedback",
    header: "Feedback",
    width: "7.5rem",
    align: "right",
    from: "xl",
    sortBy: ({ totals }) => totals.feedback,
    cell: ({ totals }) => totals.feedback > 0 && formatNumber(totals.feedback),
  },
  {
    id: "lastAt",
    header: "Last heard",
    width: "7.5rem",
    align: "right",
    from: "lg",
    sortBy: ({ totals }) => totals.lastAt,
    cell: ({ totals }) => totals.lastAt && <RelativeTime at={totals.lastAt} />,
  },
];

function Ideas({ count }: { count: number }) {
  return (
    <>
      {formatNumber(count)} <span className="max-sm:sr-only">{count === 1 ? "idea" : "ideas"}</span>
    </>
  );
}

import type { RecordThread } from "#components/trace/use-threads.ts";
import { WhyThread } from "#components/trace/why-thread.tsx";
import { Chip } from "#components/ui/chip.tsx";
import type { DataColumn } from "#components/ui/data-table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Output } from "#lib/api/client.ts";
import { formatScore } from "./score-words.ts";

type Idea = Output<"idea.list">["data"][number];

/** The columns of the table of ideas; the ids of those that sort are the query's own words. */
export const ideaColumns = (
  currency: string,
  /** What a product is called, where it is to stand beside the title. */
  productOf: (id: string | null) => string | null,
  threadOf: (id: string) => RecordThread | undefined,
): DataColumn<Idea>[] => [
  {
    id: "title",
    header: "Idea",
    cell: (idea) => {
      const product = productOf(idea.productId);
      return (
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate" dir="auto">
            {idea.title}
          </span>
          {product && (
            <span className="max-w-40 shrink-0 truncate text-s text-ink-3 max-xl:hidden" dir="auto">
              {product}
            </span>
          )}
          {idea.state === "set_aside" && <Chip>Set aside</Chip>}
        </span>
      );
    },
  },
  { id: "stage", header: "Stage", width: "7.5rem", from: "lg", cell: (idea) => <bdi>{idea.stage.name}</bdi> },
  {
    id: "companies",
    header: "Companies",
    width: "7.5rem",
    align: "right",
    sortBy: (idea) => idea.demand.companies,
    cell: (idea) => formatNumber(idea.demand.companies),
  },
  {
    id: "arr",
    header: "ARR",
    width: "6.5rem",
    align: "right",
    from: "sm",
    sortBy: (idea) => idea.demand.arr,
    cell: (idea) => (idea.demand.arr > 0 ? <Money amount={idea.demand.arr} currency={currency} /> : null),
  },
  {
    id: "score",
    header: "Score",
    width: "6rem",
    align: "right",
    from: "xl",
    sortBy: (idea) => idea.score?.value,
    cell: (idea) => (idea.score ? formatScore(idea.score.value) : null),
  },
  {
    id: "updated",
    header: "Changed",
    width: "7rem",
    align: "right",
    from: "xl",
    sortBy: (idea) => idea.updatedAt,
    cell: (idea) => <RelativeTime at={idea.updatedAt} />,
  },
  {
    id: "why",
    header: "Why?",
    width: "5.5rem",
    from: "sm",
    cell: ({ id, title }) => (
      <WhyThread subject={{ type: "idea", id }} title={title} thread={threadOf(id)} tabIndex={-1} />
    ),
  },
];

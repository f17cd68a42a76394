"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { SquareKanban } from "lucide-react";
import { useRef } from "react";
import { useStops } from "#components/objectives/use-stops.ts";
import { LoadError } from "#components/shell/load-error.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { apiList } from "#lib/api/client.ts";
import { type ListedCards, listInput } from "./board-filter.ts";
import { ListedCard } from "./listed-card.tsx";
import { useReopen } from "./use-reopen.ts";

export type CardListProps = {
  list: ListedCards;
  product: string | null;
  hrefOf: (id: string) => string;
};

const rows = [1, 2, 3, 4];

/** The cards that the board does not show: those set aside, and all of a column that is too long for it. */
export function CardList({ list, product, hrefOf }: CardListProps) {
  const { slug } = useWorkspace();
  const mayWrite = useMay("roadmap:write");
  const reopen = useReopen();
  const region = useRef<HTMLDivElement>(null);
  const pages = useInfiniteQuery(apiList(slug, "initiative.list", listInput(list, product)));
  const cards = pages.data?.pages.flatMap((page) => page.data) ?? [];
  useStops(region);
  if (pages.isError && cards.length === 0) return <LoadError title="The cards could not be loaded" query={pages} />;
  if (pages.isPending) {
    return (
      <LoadingRegion label="Loading the cards" className="max-w-240 page-side py-3">
        {rows.map((row) => (
          <div key={row} className="grid gap-2 border-b border-line py-3">
            <Skeleton className="h-4 w-72 max-w-full" />
            <Skeleton className="h-4 w-48" />
          </div>
        ))}
      </LoadingRegion>
    );
  }
  if (cards.length === 0) {
    return (
      <EmptyState
        icon={<SquareKanban aria-hidden className="size-6" strokeWidth={1.5} />}
        title={list === "set_aside" ? "Nothing is set aside" : "No card is here"}
      >
        {list === "set_aside"
          ? "What you decide against for now stands here, with its reason."
          : "Cards come here from the board."}
      </EmptyState>
    );
  }
  return (
    <div ref={region} className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
      <div className="max-w-240 page-side py-3">
        {cards.map((card) => (
          <ListedCard
            key={card.id}
            card={card}
            href={hrefOf(card.id)}
            actions={
              mayWrite &&
              card.setAside && (
                <Button size="s" onClick={() => reopen(card.id)}>
                  Reopen<span className="sr-only"> {card.title}</span>
                </Button>
              )
            }
          />
        ))}
        <ShowMore pages={pages} className="py-4" />
      </div>
    </div>
  );
}

"use client";

import { useEffect, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import type { MorePages } from "#components/ui/show-more.tsx";
import { VirtualList } from "#components/ui/virtual-list.tsx";
import type { FeedbackItem } from "./feedback.ts";
import { FeedbackRow } from "./feedback-row.tsx";
import { FeedbackRowsSkeleton } from "./feedback-rows-skeleton.tsx";

export type InboxListProps = {
  items: readonly FeedbackItem[];
  activeId: string | null;
  /** Where that one stands; -1: not in the list. */
  at: number;
  onMove: (item: FeedbackItem) => void;
  onOpen: (item: FeedbackItem) => void;
  /** Rises each time the list begins anew: it is shown from its top then. */
  beginnings: number;
  list: { isPending: boolean } & MorePages;
};

/** So many messages are there before a key that is held down comes to them. */
const ahead = 40;

/** The list of messages, read page by page while one moves through it. */
export function InboxList({ items, activeId, at, onMove, onOpen, beginnings, list }: InboxListProps) {
  const { currency } = useWorkspace();
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  // More is wanted until the list is longer than it was when its end came near. An empty one is at its end.
  const [wantedAt, setWantedAt] = useState(0);
  const near = items.length <= wantedAt || at >= items.length - ahead;
  const wanted = near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  if (list.isPending || (items.length === 0 && hasNextPage && !isFetchNextPageError)) {
    return (
      <LoadingRegion label="Loading feedback">
        <FeedbackRowsSkeleton />
      </LoadingRegion>
    );
  }
  return (
    <>
      {items.length === 0 ? (
        <p className="p-4 text-ink-3">Nothing here any more</p>
      ) : (
        <VirtualList
          label="Feedback"
          className="min-h-0 flex-1"
          items={items}
          itemKey={(item) => item.id}
          activeKey={activeId}
          onActiveChange={(item, by) => (by === "press" ? onOpen(item) : onMove(item))}
          onOpen={onOpen}
          beginnings={beginnings}
          onEndReached={() => setWantedAt(items.length)}
          estimate={81}
          total={hasNextPage ? -1 : items.length}
          renderItem={(item, active) => <FeedbackRow feedback={item} currency={currency} active={active} />}
        />
      )}
      {isFetchNextPageError && (
        <p role="alert" className="flex items-center justify-between gap-2 border-t border-line px-4 py-2 text-s">
          <span>The rest could not be loaded.</span>
          <Button size="s" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Try again
          </Button>
        </p>
      )}
    </>
  );
}

"use client";

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LoadError } from "#components/shell/load-error.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Output } from "#lib/api/client.ts";
import type { Ask } from "./ask-item.tsx";

export type AskPagesProps = {
  list: UseInfiniteQueryResult<InfiniteData<Output<"company.asks">>>;
  /** What could not be loaded, in a sentence. */
  failed: string;
  empty: ReactNode;
  children: (ask: Ask) => ReactNode;
};

/** What customers said, page by page, as one list. */
export function AskPages({ list, failed, empty, children }: AskPagesProps) {
  const asks = list.data?.pages.flatMap((page) => page.data) ?? [];
  if (list.isError && asks.length === 0) {
    return <LoadError title={failed} query={list} />;
  }
  if (list.isPending) {
    return (
      <div className="grid gap-3 py-4">
        <Skeleton className="h-4 w-72 max-w-full" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-48" />
      </div>
    );
  }
  if (asks.length === 0) return empty;
  return (
    <>
      {asks.map(children)}
      <ShowMore pages={list} className="py-4" />
    </>
  );
}

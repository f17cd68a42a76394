"use client";

import { Button } from "./button.tsx";
import { cx } from "./cx.ts";

export type MorePages = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
};
export type ShowMoreProps = {
  /** The query that reads the list. */
  pages: MorePages;
  children?: string;
  size?: "s" | "m";
  className?: string;
};

/** Brings the next page of a list, while there is one, and says so when it did not come. */
export function ShowMore({ pages, children = "Show more", size = "m", className }: ShowMoreProps) {
  if (!pages.hasNextPage) return null;
  return (
    <div className={cx("flex flex-wrap items-center gap-3", className)}>
      <Button size={size} onClick={() => void pages.fetchNextPage()} busy={pages.isFetchingNextPage}>
        {children}
      </Button>
      {pages.isFetchNextPageError && !pages.isFetchingNextPage && (
        <p role="alert" className="text-s text-bad">
          The next ones could not be loaded. Try again.
        </p>
      )}
    </div>
  );
}

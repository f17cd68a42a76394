"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useEffect, useRef, useState } from "react";
import type { FeedbackItem } from "./feedback.ts";
import { inboxParams } from "./inbox-filter.ts";
import type { FeedbackPages } from "./placed.ts";

/** From here on list and message stand side by side; below, one opens the other (Tailwind's `lg`). */
const isWide = () => window.matchMedia("(min-width: 64rem)").matches;

/**
 * Which message of the list is open. It stands in the URL; where list and message share a narrow screen, only once it
 * was opened, and going back closes it.
 */
export function useOpenItem(items: readonly FeedbackItem[], listKey: readonly unknown[]) {
  const queries = useQueryClient();
  const [{ item }, setParams] = useQueryStates(inboxParams);
  const [cursor, setCursor] = useState<string | null>(null);
  const openedHere = useRef(false);
  const first = items[0]?.id;
  const id = item ?? items.find((one) => one.id === cursor)?.id ?? first ?? null;

  const go = (next: string | null) => {
    setCursor(next);
    if (item !== null || isWide()) void setParams({ item: next });
  };
  const open = (next: string) => {
    if (isWide()) return go(next);
    setCursor(next);
    openedHere.current = true;
    void setParams({ item: next }, { history: "push" });
  };
  const close = () => {
    if (openedHere.current) window.history.back();
    else void setParams({ item: null });
    openedHere.current = false;
  };

  // What is new comes on top of the list; the message one is reading stays the one it is.
  useEffect(() => {
    if (item !== null || first === undefined || !isWide()) return;
    // The list on the screen can be one step behind.
    const held = queries.getQueryData<FeedbackPages>(listKey);
    if (held?.pages.some(({ data }) => data.some((one) => one.id === first))) void setParams({ item: first });
  }, [item, first, queries, listKey, setParams]);

  return { id, isOpen: item !== null, go, open, close };
}

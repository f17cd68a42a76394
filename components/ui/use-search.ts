"use client";

import { useEffect, useEffectEvent, useState } from "react";

export type SearchItem = {
  id: string;
  label: string;
  hint?: string;
  /** The heading that it stands under, with the others of its kind beside it. */
  group?: string;
};
export type SearchFunction<T extends SearchItem> = (query: string, signal: AbortSignal) => Promise<readonly T[]>;
export type SearchState<T> = { items: readonly T[]; status: "searching" | "done" | "failed"; query: string };

/** Runs `search` a moment after the last key, drops answers that were overtaken, and keeps the old list meanwhile. */
export function useSearch<T extends SearchItem>(query: string, search: SearchFunction<T>, active: boolean) {
  const [state, setState] = useState<SearchState<T>>({ items: [], status: "searching", query: "" });
  const run = useEffectEvent(async (text: string, signal: AbortSignal) => {
    try {
      const items = await search(text, signal);
      if (!signal.aborted) setState({ items, status: "done", query: text });
    } catch {
      if (!signal.aborted) setState({ items: [], status: "failed", query: text });
    }
  });
  useEffect(() => {
    if (!active) return;
    const controller = new AbortController();
    setState((before) => ({ ...before, status: "searching" }));
    const timer = setTimeout(() => run(query.trim(), controller.signal), query ? 80 : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, active]);
  return state;
}

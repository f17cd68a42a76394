"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { useAlive } from "#components/ui/use-alive.ts";
import { apiList, apiQuery, type Input, type Output } from "#lib/api/client.ts";
import { type InboxFilter, inboxInput, inboxParams } from "./inbox-filter.ts";

/** What the server rendered with, and the input it did so for. */
export type FirstInbox = { input: Input<"feedback.list">; page: Output<"feedback.list"> };

/** The list as the URL asks for it, as far as it was scrolled. */
export function useInbox(first: FirstInbox) {
  const { slug } = useWorkspace();
  const [{ state, order, q, product }, setParams] = useQueryStates(inboxParams);
  const filter: InboxFilter = { state, order, q, product };
  const input = inboxInput(filter);
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const options = apiList(slug, "feedback.list", input, isFirst ? first.page : undefined);
  const list = useInfiniteQuery({
    ...options,
    // Comparing thousands of messages deeply costs more than showing the twenty in view again.
    structuralSharing: false,
    // What is new in it is found by `useInboxNews`, without moving it.
    refetchOnWindowFocus: false,
  });
  // Feedback that got another date while it was read may stand on two pages.
  const items = useMemo(
    () => [...new Map((list.data?.pages ?? []).flatMap(({ data }) => data.map((one) => [one.id, one]))).values()],
    [list.data],
  );
  const alive = useAlive();
  const { data } = useQuery(apiQuery(slug, "feedback.count", {}));
  const counts = alive ? data : undefined;
  const setFilter = (change: Partial<InboxFilter>) => void setParams({ ...change, item: null }, { history: "push" });
  // Letter by letter would be a long way back.
  const setQuery = useCallback(
    (next: string) => void setParams({ q: next === "" ? null : next, item: null }, { history: "replace" }),
    [setParams],
  );
  return { filter, setFilter, setQuery, input, list, listKey: options.queryKey, items, counts };
}

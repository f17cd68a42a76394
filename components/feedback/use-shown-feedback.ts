"use client";

import { type Query, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiQuery, type Input } from "#lib/api/client.ts";
import type { FeedbackItem } from "./feedback.ts";
import { type FeedbackPages, placed } from "./placed.ts";

const counted = { inbox: "inbox", reviewed: "reviewed", set_aside: "setAside" } as const;
/** Counting stops here, so one more or less says nothing. */
const most = 1_001;

const isList = ({ queryKey }: Pick<Query, "queryKey">) => queryKey[1] === "feedback.list" && queryKey[3] === "pages";

/** What this browser shows of feedback, changed in one place before, after or in spite of the server. */
export function useShownFeedback() {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const detail = (id: string) => apiQuery(slug, "feedback.get", { id });
  const count = apiQuery(slug, "feedback.count", {});

  /** Every list shows the item as it is in `now`, or no more. What is being read meanwhile is out of date. */
  const show = (now: FeedbackItem) => {
    for (const [queryKey, held] of queries.getQueriesData<FeedbackPages>({ queryKey: [slug], predicate: isList })) {
      const next = held && placed(held, now, queryKey[2] as Input<"feedback.list">);
      if (!next || next === held) continue;
      void queries.cancelQueries({ queryKey, exact: true });
      queries.setQueryData(queryKey, next);
    }
    queries.setQueryData(detail(now.id).queryKey, (held) => held && { ...held, ...now });
  };

  const recount = (from: FeedbackItem["state"], to: FeedbackItem["state"]) => {
    void queries.cancelQueries({ queryKey: count.queryKey });
    queries.setQueryData(count.queryKey, (held) => {
      if (!held || from === to) return held;
      const moved = (name: keyof typeof held, by: number) => (held[name] >= most ? most : Math.max(0, held[name] + by));
      return { ...held, [counted[from]]: moved(counted[from], -1), [counted[to]]: moved(counted[to], 1) };
    });
  };

  /** Reads again what an action on this item may have changed. The long lists are right already, and are read later. */
  const settle = async ({ id, company }: FeedbackItem) => {
    const concerns = ({ queryKey: [, name, input] }: Query) => {
      const asked = input as { id?: string; companyId?: string };
      if (name === "feedback.get") return asked.id === id;
      if (name === "company.get") return asked.id === company?.id;
      return name !== "feedback.list" || asked.companyId === company?.id;
    };
    await queries.invalidateQueries({ queryKey: [slug], predicate: isList, refetchType: "none" });
    await queries.invalidateQueries({ queryKey: [slug], predicate: (query) => !isList(query) && concerns(query) });
  };

  return { show, recount, settle };
}

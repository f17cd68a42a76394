"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiQuery } from "#lib/api/client.ts";
import type { FeedbackDetail, FeedbackItem } from "./feedback.ts";

/** The whole of the message that is open; until it is here, what the list knows of it. The one after it is read ahead. */
export function useOpenFeedback(
  id: string | null,
  known: FeedbackItem | undefined,
  nextId: string | undefined,
  first: FeedbackDetail | null,
) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const read = useQuery({
    ...apiQuery(slug, "feedback.get", { id: id ?? "" }),
    enabled: id !== null,
    ...(first?.id === id && first ? { initialData: first } : {}),
  });
  useEffect(() => {
    if (nextId) void queries.prefetchQuery(apiQuery(slug, "feedback.get", { id: nextId }));
  }, [queries, slug, nextId]);
  return { ...read, feedback: read.data ?? (known && asFarAsKnown(known)) };
}

const asFarAsKnown = (item: FeedbackItem): FeedbackDetail => ({
  ...item,
  messages: [],
  reviewNote: null,
  createdBy: { kind: "system", id: null, name: "" },
  sourceUpdatedAt: null,
  editedFields: [],
});

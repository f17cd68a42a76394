"use client";

import { useCallback } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { useSearch } from "#components/ui/use-search.ts";
import { api, type Output } from "#lib/api/client.ts";

export type SimilarIdea = Output<"request.similar">["data"][number] & { label: string };

/** So much of a long text is looked at: its end, where somebody is writing. */
const looked = 1_500;

/** Ideas that are like what is being written, a moment after the last key. */
export function useSimilar(words: string, companyId: string | undefined) {
  const { slug } = useWorkspace();
  const search = useCallback(
    async (q: string, signal: AbortSignal): Promise<SimilarIdea[]> => {
      const input = { q, limit: 5, ...(companyId && { companyId }) };
      const { data } = await api("request.similar", input, { workspace: slug, signal });
      return data.map((idea) => ({ ...idea, label: idea.title }));
    },
    [slug, companyId],
  );
  const text = words.trim().slice(-looked).toWellFormed();
  const active = text.length >= 3;
  const { items, status } = useSearch(text, search, active);
  return { ideas: active ? items : [], status };
}

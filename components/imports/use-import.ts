"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { announce } from "#components/ui/announce.ts";
import { apiQuery, type Output } from "#lib/api/client.ts";
import { isUnderWay, standingOf } from "./words.ts";

export type Run = Output<"import.get">;

/** So often it is looked how far an import is. */
const lookEvery = 700;

/** An import as it goes on. When it comes to rest, everything that it may have changed is read again. */
export function useImport(first: Run) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const query = useQuery({
    ...apiQuery(slug, "import.get", { id: first.id }),
    initialData: first,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? lookEvery : false),
  });
  const run = query.data;
  const wasUnderWay = useRef(false);
  const underWay = isUnderWay(run);
  const { word } = standingOf(run);
  useEffect(() => {
    if (wasUnderWay.current && !underWay) {
      announce(`Import: ${word}`);
      void queries.invalidateQueries({ queryKey: [slug] });
    }
    wasUnderWay.current = underWay;
  }, [underWay, word, queries, slug]);
  const show = (next: Run) => {
    queries.setQueryData(apiQuery(slug, "import.get", { id: first.id }).queryKey, next);
    void queries.invalidateQueries({ queryKey: [slug, "import.list"] });
    // What was rejected or kept before is not what will be.
    queries.removeQueries({ queryKey: [slug, "import.rows"], type: "inactive" });
  };
  return { run, show, isAway: query.isError };
}

/** How many a second, over the last few seconds; null until there are two looks to compare. */
export function useRate(count: number): number | null {
  const looks = useRef<{ at: number; count: number }[]>([]);
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    const now = performance.now();
    const kept = looks.current.filter(({ at }) => at > now - 5_000);
    if (kept.length > 0 && count < (kept.at(-1)?.count ?? 0)) kept.length = 0;
    kept.push({ at: now, count });
    looks.current = kept;
    const [oldest] = kept;
    if (oldest && now - oldest.at >= 500) setRate(((count - oldest.count) / (now - oldest.at)) * 1_000);
  }, [count]);
  return rate;
}

"use client";

import { useCallback, useState } from "react";
import { navHref } from "#components/shell/nav-items.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { api } from "#lib/api/client.ts";
import { fits, groupNames, type PaletteItem } from "./palette-item.ts";
import { type Hit, recordHref } from "./record-href.ts";

const shown = 24;

const recordOf = (slug: string, hit: Hit): PaletteItem => ({
  kind: "record",
  id: `${hit.type}-${hit.id}`,
  label: hit.title,
  group: groupNames[hit.type],
  href: recordHref(slug, hit),
  type: hit.type,
  title: hit.titlePieces,
  excerpt: hit.excerpt,
  ...(hit.number === null ? {} : { hint: String(hit.number) }),
});

/** Records that fit what is typed, the kind with the best one first; and what the search has to say of what was typed last. */
export function useRecords() {
  const { slug } = useWorkspace();
  const [notes, setNotes] = useState<readonly string[]>([]);
  const search = useCallback(
    async (typed: string, signal: AbortSignal): Promise<PaletteItem[]> => {
      if (typed === "") {
        setNotes([]);
        return [];
      }
      const [{ data, notes: said }, metrics] = await Promise.all([
        api("search.find", { q: typed, limit: shown }, { workspace: slug, signal }),
        api("metric.list", { q: typed, limit: shown }, { workspace: slug, signal }),
      ]);
      if (!signal.aborted) setNotes(said);
      const kinds = [...new Set(data.map(({ type }) => type))];
      const hits = kinds.flatMap((kind) => data.filter(({ type }) => type === kind).map((hit) => recordOf(slug, hit)));
      const named = metrics.data
        .filter(({ name }) => fits(name, typed))
        .map(({ key, name }): PaletteItem => {
          const title = [{ text: name, match: false }];
          const href = `${navHref(slug, "metrics")}/${key}`;
          return {
            kind: "record",
            id: `metric-${key}`,
            label: name,
            group: groupNames.metric,
            href,
            type: "metric",
            title,
            excerpt: [],
          };
        });
      return [...named, ...hits];
    },
    [slug],
  );
  return { search, notes };
}

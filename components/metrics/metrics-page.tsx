"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ChartLine } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useSetWords } from "#components/shell/use-set-words.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { useThreads } from "#components/trace/use-threads.ts";
import { WhyThread } from "#components/trace/why-thread.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { apiList, type Output } from "#lib/api/client.ts";
import { metricListInput, metricListParams } from "./list-filter.ts";
import { MetricDialog } from "./metric-dialog.tsx";
import { MetricRow } from "./metric-row.tsx";
import { isStale } from "./staleness.ts";

export type MetricsPageProps = {
  /** What the server rendered with, and the input it did so for. */
  first: { input: ReturnType<typeof metricListInput>; page: Output<"metric.list"> };
};

/** Every metric, with its course and where it stands. */
export function MetricsPage({ first }: MetricsPageProps) {
  const { slug, currency } = useWorkspace();
  const mayWrite = useMay("strategy:write");
  const [creating, setCreating] = useState(false);
  const now = useNow() ?? 0;
  const [params, _setParams] = useQueryStates(metricListParams);
  const setQuery = useSetWords();
  const input = metricListInput(params);
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const list = useInfiniteQuery({
    ...apiList(slug, "metric.list", input, isFirst ? first.page : undefined),
    placeholderData: keepPreviousData,
  });
  const metrics = list.data?.pages.flatMap((page) => page.data) ?? [];
  const threadOf = useThreads(
    "metric",
    metrics.map(({ id }) => id),
  );
  useShortcuts([{ keys: "n", label: "New metric", group: "This page", run: () => setCreating(true) }], mayWrite);
  const create = mayWrite && <NewButton label="New metric" shortcut="N" onClick={() => setCreating(true)} />;
  return (
    <>
      <PageHeader
        title="Metrics"
        chips={
          <PageFilter label="Filter the metrics" hint="Words of names and keys" value={params.q} onChange={setQuery} />
        }
        actions={create}
      />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        {list.isError && metrics.length === 0 ? (
          <LoadError title="The metrics could not be loaded" query={list} />
        ) : metrics.length === 0 && !list.isPending ? (
          <EmptyState
            icon={<ChartLine aria-hidden className="size-6" strokeWidth={1.5} />}
            title={params.q !== "" ? "No metric has these words" : "A metric says whether a bet worked"}
            action={params.q === "" && create}
          >
            {params.q !== ""
              ? "Fewer words find more. Escape in the filter shows all."
              : "Give it a definition in words, then type its points, paste them, or send them by API. Roadmap cards and key results are measured by it."}
          </EmptyState>
        ) : (
          metrics.map((metric) => (
            <MetricRow
              key={metric.id}
              currency={currency}
              href={`/w/${slug}/metrics/${metric.key}`}
              thread={
                <WhyThread
                  subject={{ type: "metric", id: metric.id }}
                  title={metric.name}
                  thread={threadOf(metric.id)}
                />
              }
              metric={{
                ...metric,
                definition: metric.definition || null,
                series: metric.series.map((point) => point.value),
                stale: isStale(metric, now),
              }}
            />
          ))
        )}
        <ShowMore pages={list} className="p-4" />
      </div>
      <MetricDialog open={creating} onOpenChange={setCreating} metric={null} />
    </>
  );
}

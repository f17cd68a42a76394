"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePeople } from "#components/people/use-people.ts";
import { GoneNote } from "#components/shell/gone-note.tsx";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Comments } from "#components/talk/comments.tsx";
import { WhyButton } from "#components/trace/why-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { Markdown } from "#components/ui/markdown.tsx";
import { plainDayIn } from "#components/ui/plain-day.ts";
import { ShowMore } from "#components/ui/show-more.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { apiList, apiQuery, type Output } from "#lib/api/client.ts";
import { MetricActions } from "./metric-actions.tsx";
import { MetricChart } from "./metric-chart.tsx";
import { MetricDialog } from "./metric-dialog.tsx";
import { MetricFigure } from "./metric-figure.tsx";
import { PointsForm } from "./points-form.tsx";
import { PointsTable } from "./points-table.tsx";
import { isStale } from "./staleness.ts";

export type MetricPageProps = { metric: Output<"metric.get">; points: Output<"metric.points"> };

const directions = { up: "Up is better", down: "Down is better" };

/** One metric: what it counts, its course, its points, and ways to add more. */
export function MetricPage({ metric: first, points: firstPoints }: MetricPageProps) {
  const { slug, currency, timeZone } = useWorkspace();
  const mayRecord = useMay("metrics:ingest");
  const mayEdit = useMay("strategy:write");
  const { nameOf } = usePeople();
  const [editing, setEditing] = useState(false);
  const now = useNow() ?? 0;
  const { key } = first;
  const { data: metric = first, error } = useQuery({ ...apiQuery(slug, "metric.get", { key }), initialData: first });
  const list = useInfiniteQuery(apiList(slug, "metric.points", { key, limit: 200 }, firstPoints));
  const newestFirst = list.data?.pages.flatMap((page) => page.data) ?? [];
  const owner = nameOf(metric.ownerId);
  const today = plainDayIn(timeZone, now === 0 ? new Date() : new Date(now));
  return (
    <>
      <PageHeader
        title={metric.name}
        back={{ href: `/w/${slug}/metrics`, label: "All metrics" }}
        chips={
          // On a phone there is no room for them, and a strip to scroll would have to take the focus.
          <span className="contents max-sm:hidden">
            <Chip>{directions[metric.direction]}</Chip>
            <Chip>{metric.class.charAt(0).toUpperCase() + metric.class.slice(1)}</Chip>
          </span>
        }
        actions={
          <>
            <WhyButton type="metric" id={metric.id} />
            {mayEdit && (
              <Button className="max-sm:hidden" onClick={() => setEditing(true)}>
                Edit
              </Button>
            )}
            {mayEdit && <MetricActions metric={metric} onEdit={() => setEditing(true)} />}
          </>
        }
      />
      <GoneNote error={error} what="metric" />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="grid max-w-240 gap-8 page-side py-6">
          <section aria-label="Course" className="grid gap-4">
            <MetricFigure unit={metric.unit} currency={currency} latest={metric.latest} stale={isStale(metric, now)} />
            {newestFirst.length > 0 && (
              <MetricChart
                name={metric.name}
                unit={metric.unit}
                currency={currency}
                timeZone={timeZone}
                points={[...newestFirst].reverse()}
              />
            )}
          </section>
          <section aria-labelledby="definition">
            <h2 id="definition" className="mb-1 text-s text-ink-3">
              Definition
            </h2>
            {metric.definition ? (
              <Markdown text={metric.definition} />
            ) : (
              <p className="text-ink-3">Nobody has written down yet what this counts.</p>
            )}
            {owner && (
              <p className="mt-1 text-s text-ink-3">
                Owned by <bdi>{owner}</bdi>
              </p>
            )}
          </section>
          {mayRecord && <PointsForm metricKey={key} today={today} />}
          {list.isError && newestFirst.length === 0 ? (
            <LoadError title="The points could not be loaded" query={list} />
          ) : (
            <PointsTable points={newestFirst} unit={metric.unit} currency={currency} timeZone={timeZone}>
              <ShowMore pages={list}>Show older points</ShowMore>
            </PointsTable>
          )}
          <div className="max-w-[66ch] border-t border-line pt-4">
            <Comments about={{ type: "metric", id: metric.id }} />
          </div>
        </div>
      </div>
      <MetricDialog open={editing} onOpenChange={setEditing} metric={metric} />
    </>
  );
}

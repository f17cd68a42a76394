"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { MessageSquare, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { DemandFigures } from "#components/ideas/demand-figures.tsx";
import { PaceWord } from "#components/metrics/pace-word.tsx";
import { usePeople } from "#components/people/use-people.ts";
import { useProducts } from "#components/products/use-products.ts";
import { GoneNote } from "#components/shell/gone-note.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Comments } from "#components/talk/comments.tsx";
import { CommentsDrawer } from "#components/talk/comments-drawer.tsx";
import { useThreads } from "#components/trace/use-threads.ts";
import { WhyButton } from "#components/trace/why-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Markdown } from "#components/ui/markdown.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { apiList, apiQuery, type Output } from "#lib/api/client.ts";
import { CheckInDialog } from "./check-in-dialog.tsx";
import { KeyResultActions } from "./key-result-actions.tsx";
import { KeyResultDialog } from "./key-result-dialog.tsx";
import { type KeyResult, KeyResultRow } from "./key-result-row.tsx";
import { ObjectiveActions } from "./objective-actions.tsx";
import { ObjectiveDialog } from "./objective-dialog.tsx";
import { ObjectiveProgress } from "./objective-progress.tsx";
import { ObjectiveWork } from "./objective-work.tsx";
import { periodOf } from "./period.ts";
import { useStops } from "./use-stops.ts";

export type ObjectivePageProps = {
  objective: Output<"objective.get">;
  results: Output<"keyResult.list">;
  trace: Output<"trace.get">;
};

/** One objective: how far it is, by which numbers, by which work, and for whom. */
export function ObjectivePage({ objective: first, results: firstResults, trace: firstTrace }: ObjectivePageProps) {
  const { slug, currency } = useWorkspace();
  const mayWrite = useMay("strategy:write");
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState<KeyResult | null | undefined>(undefined);
  const [checked, setChecked] = useState<KeyResult | null>(null);
  const [talked, setTalked] = useState<KeyResult | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const { nameOf } = usePeople();
  const { toldOf } = useProducts();
  const { id } = first;
  const { data: objective = first, error } = useQuery({
    ...apiQuery(slug, "objective.get", { id }),
    initialData: first,
  });
  const { data: trace = firstTrace } = useQuery({
    ...apiQuery(slug, "trace.get", { type: "objective", id }),
    initialData: firstTrace,
  });
  const list = useInfiniteQuery(apiList(slug, "keyResult.list", { id, limit: 50 }, firstResults));
  const results = list.data?.pages.flatMap((page) => page.data) ?? [];
  const threadOf = useThreads(
    "keyResult",
    results.map((result) => result.id),
  );
  useStops(region);
  const isOpen = objective.state === "open";
  const mayChange = mayWrite && isOpen;
  const about = [toldOf(objective.productId), nameOf(objective.ownerId), periodOf(objective)]
    .filter(Boolean)
    .join(", ");
  return (
    <>
      <PageHeader
        title={objective.title}
        back={{ href: `/w/${slug}/objectives`, label: "All objectives" }}
        chips={!isOpen && <Chip>Closed</Chip>}
        actions={
          <>
            <WhyButton type="objective" id={id} />
            {mayWrite && <Button onClick={() => setEditing(true)}>Edit</Button>}
            {mayWrite && <ObjectiveActions objective={objective} />}
          </>
        }
      />
      <GoneNote error={error} what="objective" />
      <div ref={region} className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="grid max-w-280 gap-8 page-side py-6">
          <section aria-label="How far" className="grid gap-2">
            <p>
              <span className="text-xl">
                {objective.progress === null ? "Not measured yet" : `${Math.round(objective.progress)}\u202f%`}
              </span>
              {about && <span className="ml-3 text-s text-ink-3">{about}</span>}
            </p>
            <div className="max-w-80">
              <ObjectiveProgress objective={objective} />
            </div>
            <PaceWord pace={objective.pace} confidence={objective.confidence} />
            {objective.closingNote && (
              <p dir="auto" className="max-w-[66ch] text-ink-2">
                {objective.closingNote}
              </p>
            )}
          </section>
          {objective.description && (
            <section aria-label="Description" className="max-w-[66ch]">
              <Markdown text={objective.description} />
            </section>
          )}
          <section aria-labelledby="results">
            <div className="flex items-center justify-between gap-4">
              <h2 id="results" className="font-strong">
                Key results
              </h2>
              {mayChange && (
                <Button size="s" icon={<Plus aria-hidden className="size-3.5" />} onClick={() => setEdited(null)}>
                  New key result
                </Button>
              )}
            </div>
            {results.length === 0 ? (
              <p className="mt-2 text-ink-3">Nothing says yet, in numbers, when it is reached.</p>
            ) : (
              <div className="mt-1 divide-y divide-line">
                {results.map((result) => (
                  <KeyResultRow
                    key={result.id}
                    result={result}
                    thread={threadOf(result.id)}
                    actions={
                      <>
                        <IconButton
                          size="s"
                          label={`Comments on ${result.title}`}
                          icon={<MessageSquare aria-hidden className="size-3.5" />}
                          onClick={() => setTalked(result)}
                        />
                        {mayChange && (
                          <>
                            <KeyResultActions result={result} onEdit={() => setEdited(result)} />
                            <Button size="s" data-stop onClick={() => setChecked(result)}>
                              Check in<span className="sr-only"> on {result.title}</span>
                            </Button>
                          </>
                        )}
                      </>
                    }
                  />
                ))}
              </div>
            )}
            <ShowMore pages={list} className="mt-2" />
          </section>
          <ObjectiveWork trace={trace} />
          <section aria-labelledby="demand" className="max-w-[66ch]">
            <h2 id="demand" className="mb-2 font-strong">
              Who asked for it
            </h2>
            <DemandFigures demand={{ ...trace.demand, lastAt: null, largestArr: null }} currency={currency} />
          </section>
          <div className="max-w-[66ch] border-t border-line pt-4">
            <Comments about={{ type: "objective", id }} />
          </div>
        </div>
      </div>
      <ObjectiveDialog open={editing} onOpenChange={setEditing} objective={objective} />
      <KeyResultDialog objectiveId={id} result={edited} onClose={() => setEdited(undefined)} />
      <CommentsDrawer
        about={talked && { type: "keyResult", id: talked.id, title: talked.title }}
        onClose={() => setTalked(null)}
      />
      <CheckInDialog result={checked} onClose={() => setChecked(null)} />
    </>
  );
}

"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Target } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { usePeople } from "#components/people/use-people.ts";
import { ProductFilter } from "#components/products/product-filter.tsx";
import { useProducts } from "#components/products/use-products.ts";
import { hasWords } from "#components/shell/has-words.ts";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useSetWords } from "#components/shell/use-set-words.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { useThreads } from "#components/trace/use-threads.ts";
import { ChoiceChip } from "#components/ui/choice-chip.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { ShowMore } from "#components/ui/show-more.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { apiList, type Output } from "#lib/api/client.ts";
import { CheckInDialog } from "./check-in-dialog.tsx";
import type { KeyResult } from "./key-result-row.tsx";
import { objectiveListParams, treeInputOf } from "./list-filter.ts";
import { ObjectiveDialog } from "./objective-dialog.tsx";
import { ObjectiveRow } from "./objective-row.tsx";
import { rowsOf } from "./tree.ts";
import { useStops } from "./use-stops.ts";

export type ObjectivesPageProps = {
  /** What the server rendered with, and the input it did so for. */
  first: { input: ReturnType<typeof treeInputOf>; page: Output<"objective.tree"> };
};

const states = [
  { value: "open", label: "Open" },
  { value: "closed", label: "Closed" },
] as const;

/** The tree of objectives with their key results: pace beside confidence, a check-in away. */
export function ObjectivesPage({ first }: ObjectivesPageProps) {
  const { slug } = useWorkspace();
  const mayWrite = useMay("strategy:write");
  const [creating, setCreating] = useState(false);
  const [checked, setChecked] = useState<KeyResult | null>(null);
  const [params, setParams] = useQueryStates(objectiveListParams, { history: "push" });
  const setQuery = useSetWords();
  const region = useRef<HTMLDivElement>(null);
  const { nameOf } = usePeople();
  const { toldOf } = useProducts();
  const input = treeInputOf(params);
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const list = useInfiniteQuery(apiList(slug, "objective.tree", input, isFirst ? first.page : undefined));
  const objectives = list.data?.pages.flatMap((page) => page.data) ?? [];
  const rows = rowsOf(
    objectives.filter(({ title, ownerId, results }) =>
      hasWords([title, nameOf(ownerId) ?? "", ...results.map((result) => result.title)].join(" "), params.q),
    ),
  );
  const threadOf = useThreads(
    "keyResult",
    rows.flatMap(({ node }) => node.results.map(({ id }) => id)),
  );
  useStops(region);
  useShortcuts([{ keys: "n", label: "New objective", group: "This page", run: () => setCreating(true) }], mayWrite);
  const create = mayWrite && <NewButton label="New objective" shortcut="N" onClick={() => setCreating(true)} />;
  return (
    <>
      <PageHeader
        title="Objectives"
        chips={
          <>
            <PageFilter
              label="Filter the objectives"
              hint="Words of objectives, key results and owners"
              value={params.q}
              onChange={setQuery}
            />
            <ChoiceChip
              label="Show"
              options={states}
              value={params.state}
              onValueChange={(state) => void setParams({ state })}
            />
            <ProductFilter value={params.product} onChange={(product) => void setParams({ product })} />
          </>
        }
        actions={create}
      />
      <div ref={region} className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        {list.isError && objectives.length === 0 ? (
          <LoadError title="The objectives could not be loaded" query={list} />
        ) : rows.length === 0 && !list.isPending ? (
          <EmptyState
            icon={<Target aria-hidden className="size-6" strokeWidth={1.5} />}
            title={
              objectives.length > 0
                ? "No objective here has these words"
                : params.product !== null
                  ? "No objective here is of this product"
                  : params.state === "closed"
                    ? "No objective is closed"
                    : "An objective says where you want to be"
            }
            action={objectives.length > 0 || params.product !== null || params.state === "closed" ? undefined : create}
          >
            {objectives.length > 0
              ? "Fewer words find more. Escape in the filter shows all."
              : params.product !== null
                ? "An objective says which product it is of where it is edited."
                : params.state === "closed"
                  ? "What was reached, or given up, stands here with how far it came."
                  : "Its key results say, in numbers, when you are there; roadmap cards say how."}
          </EmptyState>
        ) : (
          rows.map(({ node, depth }) => (
            <ObjectiveRow
              key={node.id}
              objective={node}
              depth={depth}
              owner={nameOf(node.ownerId)}
              product={params.product === null ? toldOf(node.productId) : null}
              threadOf={threadOf}
              onCheckIn={setChecked}
            />
          ))
        )}
        <ShowMore pages={list} className="p-4" />
      </div>
      <ObjectiveDialog open={creating} onOpenChange={setCreating} objective={null} product={params.product} />
      <CheckInDialog result={checked} onClose={() => setChecked(null)} />
    </>
  );
}

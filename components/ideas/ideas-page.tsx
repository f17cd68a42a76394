"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Lightbulb } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { ProductFilter } from "#components/products/product-filter.tsx";
import { useProducts } from "#components/products/use-products.ts";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { ChoiceChip } from "#components/ui/choice-chip.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { apiList, type Output } from "#lib/api/client.ts";
import { ideaColumns } from "./idea-columns.tsx";
import { IdeaDialog } from "./idea-dialog.tsx";
import { ideaListInput, ideaListParams } from "./list-filter.ts";

export type IdeasPageProps = {
  /** What the server rendered with, and the input it did so for. */
  first: { input: ReturnType<typeof ideaListInput>; page: Output<"idea.list"> };
};

const states = [
  { value: "open", label: "Open" },
  { value: "set_aside", label: "Set aside" },
  { value: "all", label: "Open and set aside" },
] as const;

/** Every idea with the demand for it. */
export function IdeasPage({ first }: IdeasPageProps) {
  const { slug, currency } = useWorkspace();
  const router = useRouter();
  const mayWrite = useMay("ideas:write");
  const { toldOf } = useProducts();
  const [creating, setCreating] = useState(false);
  const [params, setParams] = useQueryStates(ideaListParams);
  const setQuery = useCallback(
    (q: string) => void setParams({ q: q === "" ? null : q }, { history: "replace" }),
    [setParams],
  );
  const input = ideaListInput(params);
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const list = useInfiniteQuery(apiList(slug, "idea.list", input, isFirst ? first.page : undefined));
  const ideas = list.data?.pages.flatMap((page) => page.data) ?? [];
  useShortcuts([{ keys: "n", label: "New idea", group: "This page", run: () => setCreating(true) }], mayWrite);

  const create = mayWrite && <NewButton label="New idea" shortcut="N" onClick={() => setCreating(true)} />;
  return (
    <>
      <PageHeader
        title="Ideas"
        chips={
          <>
            <PageFilter label="Filter the ideas" value={params.q} onChange={setQuery} />
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
      {list.isError && ideas.length === 0 ? (
        <LoadError title="The ideas could not be loaded" query={list} />
      ) : ideas.length === 0 && !list.isPending ? (
        <EmptyState
          icon={<Lightbulb aria-hidden className="size-6" strokeWidth={1.5} />}
          title={
            params.q !== ""
              ? "No idea has these words"
              : params.product !== null
                ? "No idea here is of this product"
                : params.state === "set_aside"
                  ? "Nothing is set aside"
                  : "An idea is a problem worth solving"
          }
          action={params.q !== "" || params.state === "set_aside" ? undefined : create}
        >
          {params.q !== ""
            ? "Fewer words find more. Escape in the filter shows all."
            : params.product !== null
              ? "An idea says which product it is of beside its problem."
              : params.state === "set_aside"
                ? "What you decide against for now stands here, with its reason."
                : "Most begin in the inbox: N on a message makes an idea of it, with the customer's words as its first evidence."}
        </EmptyState>
      ) : (
        <DataTable
          label="Ideas"
          className="min-h-0 flex-1"
          columns={ideaColumns(currency, (id) => (params.product === null ? toldOf(id) : null))}
          rows={ideas}
          rowKey={(idea) => idea.id}
          onOpen={(idea) => router.push(`/w/${slug}/ideas/${idea.id}`)}
          sort={[{ id: params.sort, desc: params.order === "desc" }]}
          onSortChange={([next]) =>
            void setParams(
              next
                ? { sort: next.id as typeof params.sort, order: next.desc ? "desc" : "asc" }
                : { sort: null, order: null },
            )
          }
          onEndReached={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      )}
      <IdeaDialog open={creating} onOpenChange={setCreating} idea={null} product={params.product} />
    </>
  );
}

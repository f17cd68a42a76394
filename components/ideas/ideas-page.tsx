"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useProducts } from "#components/products/use-products.ts";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useSetWords } from "#components/shell/use-set-words.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { useThreads } from "#components/trace/use-threads.ts";
import { DataTable } from "#components/ui/data-table.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { apiList, type Output } from "#lib/api/client.ts";
import { IdeaChips } from "./idea-chips.tsx";
import { ideaColumns } from "./idea-columns.tsx";
import { IdeaDialog } from "./idea-dialog.tsx";
import { IdeasEmpty } from "./ideas-empty.tsx";
import { ideaListInput, ideaListParams } from "./list-filter.ts";

export type IdeasPageProps = {
  /** What the server rendered with, and the input it did so for. */
  first: { input: ReturnType<typeof ideaListInput>; page: Output<"idea.list"> };
  stages: Output<"idea.stages">["data"];
};

const stageOf = ({ stage }: Output<"idea.list">["data"][number]) => ({ id: stage.id, label: stage.name });
const everything = { q: null, product: null, stageId: null, ownerId: null, state: null };

/** Every idea with the demand for it. */
export function IdeasPage({ first, stages }: IdeasPageProps) {
  const { slug, currency } = useWorkspace();
  const router = useRouter();
  const mayWrite = useMay("ideas:write");
  const { toldOf } = useProducts();
  const [creating, setCreating] = useState(false);
  const [params, setParams] = useQueryStates(ideaListParams, { history: "push" });
  const setQuery = useSetWords();
  const input = ideaListInput(params);
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const list = useInfiniteQuery(apiList(slug, "idea.list", input, isFirst ? first.page : undefined));
  const ideas = list.data?.pages.flatMap((page) => page.data) ?? [];
  const threadOf = useThreads(
    "idea",
    ideas.map(({ id }) => id),
  );
  useShortcuts([{ keys: "n", label: "New idea", group: "This page", run: () => setCreating(true) }], mayWrite);

  const columns = ideaColumns(currency, (id) => (params.product === null ? toldOf(id) : null), threadOf).filter(
    ({ id }) => id !== "stage" || params.groupBy === null,
  );
  const create = mayWrite && <NewButton label="New idea" shortcut="N" onClick={() => setCreating(true)} />;
  return (
    <>
      <PageHeader
        title="Ideas"
        chips={
          <>
            <PageFilter label="Filter the ideas" value={params.q} onChange={setQuery} />
            <IdeaChips filter={params} stages={stages} onChange={(filter) => void setParams(filter)} />
          </>
        }
        actions={create}
      />
      {list.isError && ideas.length === 0 ? (
        <LoadError title="The ideas could not be loaded" query={list} />
      ) : ideas.length === 0 && !list.isPending ? (
        <IdeasEmpty filter={params} create={create} onEverything={() => void setParams(everything)} />
      ) : (
        <DataTable
          label="Ideas"
          className="min-h-0 flex-1"
          columns={columns}
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
          groupOf={params.groupBy === null ? undefined : stageOf}
          hasMore={list.hasNextPage}
          onEndReached={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      )}
      <IdeaDialog open={creating} onOpenChange={setCreating} idea={null} product={params.product} />
    </>
  );
}

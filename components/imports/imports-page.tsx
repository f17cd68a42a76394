"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useSetWords } from "#components/shell/use-set-words.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiList, type Output } from "#lib/api/client.ts";
import { ImportSender } from "./import-sender.tsx";
import { ImportsTable } from "./imports-table.tsx";
import { importListInput, importListParams } from "./list-filter.ts";
import { isUnderWay } from "./words.ts";

export type ImportsPageProps = {
  /** What the server rendered with, and the input it did so for. */
  first: { input: ReturnType<typeof importListInput>; page: Output<"import.list"> };
};

/** A place to drop a file, and what became of the earlier ones. */
export function ImportsPage({ first }: ImportsPageProps) {
  const { slug } = useWorkspace();
  const [params, _setParams] = useQueryStates(importListParams);
  const setQuery = useSetWords();
  const input = importListInput(params);
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const list = useInfiniteQuery({
    ...apiList(slug, "import.list", input, isFirst ? first.page : undefined),
    placeholderData: keepPreviousData,
    // The server just looked; what this browser kept from an earlier visit may say less.
    refetchOnMount: "always",
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(isUnderWay)) ? 2_000 : false),
  });
  const imports = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageHeader
        title="Import"
        chips={
          <PageFilter
            label="Filter the imports"
            hint="Words of a file’s name or its source"
            value={params.q}
            onChange={setQuery}
          />
        }
      />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="grid max-w-240 gap-8 page-side py-6">
          <ImportSender />
          <section aria-labelledby="earlier" className="min-w-0">
            <h2 id="earlier" className="mb-1.5 text-s text-ink-3">
              Earlier imports
            </h2>
            {list.isError && imports.length === 0 ? (
              <LoadError title="The imports could not be loaded" query={list} />
            ) : imports.length === 0 && !list.isPending ? (
              <p className="text-ink-3">
                {params.q !== ""
                  ? "No import has these words. Escape in the filter shows all."
                  : "None yet. Each file stands here with what came of it, and can be undone as a whole."}
              </p>
            ) : (
              <ImportsTable imports={imports} pages={list} />
            )}
          </section>
        </div>
      </div>
    </>
  );
}

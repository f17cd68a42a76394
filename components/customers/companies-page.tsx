"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { LoadError } from "#components/shell/load-error.tsx";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useSetWords } from "#components/shell/use-set-words.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { focusRows } from "#components/ui/focus-rows.ts";
import { NewButton } from "#components/ui/new-button.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { apiList, type Output } from "#lib/api/client.ts";
import { CompanyChips } from "./company-chips.tsx";
import { companyColumns } from "./company-columns.tsx";
import { CompanyDialog } from "./company-dialog.tsx";
import { type CompanyListParams, companyListInput, companyListParams, isFiltered } from "./list-filter.ts";

export type CompaniesPageProps = {
  /** What the server rendered with, and the input it did so for. */
  first: { input: ReturnType<typeof companyListInput>; page: Output<"company.list"> };
};

/** Every company: what it pays, how it is, what it waits for, and when it last spoke. */
export function CompaniesPage({ first }: CompaniesPageProps) {
  const { slug, currency } = useWorkspace();
  const router = useRouter();
  const mayCreate = useMay("customers:write");
  const [creating, setCreating] = useState(false);
  const [params, setParams] = useQueryStates(companyListParams, { history: "push" });
  const setQuery = useSetWords();
  const input = companyListInput(params);
  const isFirst = JSON.stringify(input) === JSON.stringify(first.input);
  const list = useInfiniteQuery({
    ...apiList(slug, "company.list", input, isFirst ? first.page : undefined),
    placeholderData: keepPreviousData,
  });
  const companies = list.data?.pages.flatMap((page) => page.data) ?? [];
  const narrowed = isFiltered(params);
  useShortcuts([{ keys: "n", label: "New company", group: "This page", run: () => setCreating(true) }], mayCreate);

  const create = mayCreate && <NewButton label="New company" shortcut="N" onClick={() => setCreating(true)} />;
  const everything = { q: null, lifecycle: null, tier: null, ownerId: null, renewsWithinDays: null, isAtRisk: null };
  return (
    <>
      <PageHeader
        title="Companies"
        chips={
          <>
            <PageFilter
              label="Name begins with"
              placeholder="Name"
              hint="How the name begins"
              value={params.q ?? ""}
              maxLength={100}
              onChange={setQuery}
              onDone={focusRows}
            />
            <CompanyChips filter={params} onChange={(filter) => void setParams(filter)} />
          </>
        }
        actions={create}
      />
      {list.isError && companies.length === 0 ? (
        <LoadError title="The companies could not be loaded" query={list} />
      ) : companies.length === 0 && !list.isPending ? (
        <EmptyState
          icon={<Building2 aria-hidden className="size-6" strokeWidth={1.5} />}
          title={narrowed ? "No company is like that" : "Companies are whom you work for"}
          action={narrowed ? <Button onClick={() => void setParams(everything)}>Show all companies</Button> : create}
        >
          {narrowed
            ? "Take a filter away, or look for it everywhere with the search."
            : "They come by themselves with the feedback that is imported or sent. Give them an ARR, a renewal and a health, and every idea says how much hangs on it."}
        </EmptyState>
      ) : (
        <DataTable
          label="Companies"
          className="min-h-0 flex-1"
          columns={companyColumns(currency)}
          rows={companies}
          rowKey={({ id }) => id}
          onOpen={({ id }) => router.push(`/w/${slug}/companies/${id}`)}
          sort={[{ id: params.sort.replace("-", ""), desc: params.sort.startsWith("-") }]}
          onSortChange={([next]) =>
            void setParams({ sort: next ? (`${next.desc ? "-" : ""}${next.id}` as CompanyListParams["sort"]) : null })
          }
          onEndReached={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      )}
      <CompanyDialog open={creating} onOpenChange={setCreating} company={null} />
    </>
  );
}

"use client";

import { useQueryStates } from "nuqs";
import { useState } from "react";
import { newRequestHref } from "#components/shell/nav-items.ts";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useSetWords } from "#components/shell/use-set-words.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Output } from "#lib/api/client.ts";
import { EditRequestDialog } from "./edit-request-dialog.tsx";
import { type RequestView, requestParams } from "./list-view.ts";
import { RequestList } from "./request-list.tsx";

export type RequestsPageProps = {
  /** What the server rendered with, and for which of the views. */
  first: { view: RequestView; q: string; page: Output<"request.list"> };
};

const tabs = [
  { value: "all", label: "Everything" },
  { value: "open", label: "Waiting" },
  { value: "settled", label: "Settled" },
] as const;

/** What one has sent in for customers, where each of it stands, and what they may be told. */
export function RequestsPage({ first }: RequestsPageProps) {
  const { slug } = useWorkspace();
  const mayAsk = useMay("feedback:write");
  const [{ show: view, q }, setParams] = useQueryStates(requestParams, { history: "push" });
  const setQuery = useSetWords();
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title="My requests"
        chips={
          <PageFilter
            label="Filter your requests"
            hint="Words of what was said, and of companies’ names"
            value={q}
            onChange={setQuery}
          />
        }
        actions={mayAsk && <NewButton label="New request" shortcut="R" href={newRequestHref(slug)} />}
      />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="max-w-220 page-side py-3">
          <Tabs
            label="My requests"
            value={view}
            onValueChange={(next) => void setParams({ show: next })}
            tabs={tabs.map(({ value, label }) => ({
              value,
              label,
              content: (
                <RequestList
                  view={value}
                  q={q}
                  first={value === first.view && q === first.q ? first.page : undefined}
                  onEdit={mayAsk ? setEditing : undefined}
                />
              ),
            }))}
          />
        </div>
      </div>
      <EditRequestDialog id={editing} onClose={() => setEditing(null)} />
    </>
  );
}

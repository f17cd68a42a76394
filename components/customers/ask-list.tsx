"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { formatCount } from "#components/ui/format.ts";
import { Tabs } from "#components/ui/tabs.tsx";
import { apiList, type Output } from "#lib/api/client.ts";
import { AskItem } from "./ask-item.tsx";
import { AskPages } from "./ask-pages.tsx";
import { type AskView, askInput, askParams } from "./ask-view.ts";

export type AskListProps = {
  companyId: string;
  name: string;
  counts: { openAsks: number; feedback: number };
  /** What the server rendered with, and for which of the views. */
  first: { view: AskView; page: Output<"company.asks"> };
};

/** Everything a company said, and where each of it stands: what is open first. */
export function AskList({ companyId, name, counts, first }: AskListProps) {
  const [{ asks: view }, setParams] = useQueryStates(askParams, { history: "push" });
  const answered = counts.feedback > 1_000 ? undefined : Math.max(0, counts.feedback - counts.openAsks);
  const tabs = [
    { value: "open", label: "Open", count: formatCount(counts.openAsks) },
    { value: "answered", label: "Answered", ...(answered === undefined ? {} : { count: formatCount(answered) }) },
    { value: "all", label: "Everything", count: formatCount(counts.feedback) },
  ] as const;
  return (
    <section aria-labelledby="asks" className="mt-8">
      <h2 id="asks" className="mb-2 text-s text-ink-3">
        What they asked for
      </h2>
      <Tabs
        label="What they asked for"
        value={view}
        onValueChange={(next) => void setParams({ asks: next })}
        tabs={tabs.map((tab) => ({
          ...tab,
          content: (
            <Asks
              companyId={companyId}
              name={name}
              view={tab.value}
              first={tab.value === first.view ? first.page : undefined}
            />
          ),
        }))}
      />
    </section>
  );
}

type AsksProps = { companyId: string; name: string; view: AskView; first: Output<"company.asks"> | undefined };

function Asks({ companyId, name, view, first }: AsksProps) {
  const { slug } = useWorkspace();
  const list = useInfiniteQuery({
    ...apiList(slug, "company.asks", askInput(companyId, view), first),
    placeholderData: keepPreviousData,
  });
  const empty = {
    open: `Nothing of ${name} is open.`,
    answered: `Nothing of ${name} has been answered yet.`,
    all: `${name} has not said anything yet. What its people write arrives here by itself.`,
  };
  return (
    <AskPages
      list={list}
      failed="What they asked for could not be loaded"
      empty={<p className="py-4 text-ink-3">{empty[view]}</p>}
    >
      {(ask) => <AskItem key={ask.feedback.id} ask={ask} />}
    </AskPages>
  );
}

"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { MessageSquareQuote } from "lucide-react";
import { AskItem } from "#components/customers/ask-item.tsx";
import { AskPages } from "#components/customers/ask-pages.tsx";
import { newRequestHref } from "#components/shell/nav-items.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewButton } from "#components/ui/new-button.tsx";
import { apiList, type Output } from "#lib/api/client.ts";
import { type RequestView, requestInput } from "./list-view.ts";

export type RequestListProps = {
  view: RequestView;
  /** The words that they are to have. */
  q: string;
  first: Output<"request.list"> | undefined;
  /** Left out for those who may not change theirs any more. */
  onEdit: ((id: string) => void) | undefined;
};

export function RequestList({ view, q, first, onEdit }: RequestListProps) {
  const { slug } = useWorkspace();
  const list = useInfiniteQuery({
    ...apiList(slug, "request.list", requestInput(view, q), first),
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
  });
  return (
    <section aria-labelledby={`requests-${view}`}>
      <h2 id={`requests-${view}`} className="sr-only">
        What you sent in
      </h2>
      <AskPages
        list={list}
        failed="Your requests could not be loaded"
        empty={q === "" ? <NoRequests view={view} /> : <NoSuchRequests />}
      >
        {(request) => (
          <AskItem
            key={request.feedback.id}
            ask={request}
            withCompany
            {...(onEdit && { onEdit: () => onEdit(request.feedback.id) })}
          />
        )}
      </AskPages>
    </section>
  );
}

function NoSuchRequests() {
  return <p className="py-4 text-ink-3">Nothing here has these words. Escape in the filter shows all.</p>;
}

function NoRequests({ view }: { view: RequestView }) {
  const { slug, account } = useWorkspace();
  const mayAsk = useMay("feedback:write");
  if (view === "open") return <p className="py-4 text-ink-3">Nothing that you sent in waits for an answer.</p>;
  if (view === "settled") return <p className="py-4 text-ink-3">Nothing that you sent in has been settled yet.</p>;
  return (
    <EmptyState
      icon={<MessageSquareQuote aria-hidden className="size-6" strokeWidth={1.5} />}
      title="What you send in for customers stands here"
      action={mayAsk && <NewButton label="New request" shortcut="R" href={newRequestHref(slug)} />}
    >
      {mayAsk
        ? "Write down what a customer asks for. You see here where it stands, whether it was decided against and why, and what you may tell them."
        : `You are here as ${account.role}, and so send in nothing.`}
    </EmptyState>
  );
}

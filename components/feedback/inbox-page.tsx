"use client";

import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { undoLast } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { FirstSteps } from "#components/trace/first-steps.tsx";
import { WhyButton } from "#components/trace/why-button.tsx";
import { announce } from "#components/ui/announce.ts";
import { formatCount } from "#components/ui/format.ts";
import { type FeedbackDetail, type FeedbackItem, nameOf, whoOf } from "./feedback.ts";
import { FeedbackPane } from "./feedback-pane.tsx";
import { InboxChips } from "./inbox-chips.tsx";
import { InboxEmpty } from "./inbox-empty.tsx";
import { InboxKeys } from "./inbox-keys.tsx";
import { InboxList } from "./inbox-list.tsx";
import { InboxTrouble } from "./inbox-trouble.tsx";
import { MessageHeader } from "./message-header.tsx";
import { NewsChip } from "./news-chip.tsx";
import { matches } from "./placed.ts";
import { TriageDialogs } from "./triage-dialogs-on-demand.ts";
import { type Asking, useDeeds } from "./use-deeds.ts";
import { type FirstInbox, useInbox } from "./use-inbox.ts";
import { useInboxNews } from "./use-inbox-news.ts";
import { useOpenFeedback } from "./use-open-feedback.ts";
import { useOpenItem } from "./use-open-item.ts";
import { useSelectedQuote } from "./use-selected-quote.ts";
import { useTriage } from "./use-triage.ts";

export type InboxPageProps = { first: FirstInbox; firstOpen: FeedbackDetail | null };

const counted = {
  inbox: ["inbox", "left"],
  reviewed: ["reviewed", "reviewed"],
  set_aside: ["setAside", "set aside"],
} as const;
const spoken = (item: FeedbackItem) => `${whoOf(item)}: ${nameOf(item)}`;

/** List, message, and what to do with it. After each decision the next message is there already. */
export function InboxPage({ first, firstOpen }: InboxPageProps) {
  const { slug } = useWorkspace();
  const { filter, setFilter, setQuery, input, list, listKey, items, counts } = useInbox(first);
  const { id, isOpen, go, open, close } = useOpenItem(items, listKey);
  const at = items.findIndex((item) => item.id === id);
  const message = useOpenFeedback(id, items[at], items[at + 1]?.id, firstOpen);
  const feedback = message.feedback ?? null;
  const news = useInboxNews(input, listKey, id, items.length === 0);
  const shown = useMemo(() => new Set(items.map((item) => item.id)), [items]);
  const fresh = news.found.filter((item) => !shown.has(item.id)).length;
  const words = useRef<HTMLDivElement>(null);
  const quote = useSelectedQuote(words);
  const [asking, ask] = useState<Asking | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const triage = useTriage({
    onLeave: (was, now) => {
      const handled = was.state === "inbox" && now.state !== "inbox";
      if (was.id !== id || (matches(now, input) && !handled)) return;
      const next = items[at + 1] ?? items[at - 1];
      go(next?.id ?? null);
      announce(next ? `Next: ${spoken(next)}` : "That was the last one");
    },
    onReturn: (was) => here.current && go(was.id),
  });
  const deeds = useDeeds(feedback, quote, triage, ask);

  /** Steps beyond the end of what is loaded: they are made when the next page is there. */
  const owed = useRef(0);
  const move = (by: 1 | -1) => {
    const next = items[at < 0 ? 0 : at + by];
    if (!next && by > 0 && list.hasNextPage) owed.current++;
    if (!next) return;
    owed.current = 0;
    go(next.id);
    // Where the list has the focus, its own active row is read out.
    if (!document.activeElement?.closest("[role=listbox]")) announce(spoken(next));
  };
  const goOn = useEffectEvent(() => {
    const steps = Math.min(owed.current, items.length - 1 - at);
    owed.current = list.hasNextPage ? owed.current - steps : 0;
    const next = items[at + steps];
    if (at >= 0 && steps > 0 && next) go(next.id);
  });
  useEffect(() => {
    if (items.length > 0) goOn();
  }, [items.length]);
  const why = id && <WhyButton type="feedback" id={id} />;
  const [name, label] = counted[filter.state === "all" ? "inbox" : filter.state];
  const nothing = items.length === 0 && !isOpen && !list.isPending && !list.hasNextPage;
  return (
    <>
      <div className={isOpen ? "max-lg:hidden" : undefined}>
        <PageHeader
          title="Inbox"
          chips={
            <>
              <PageFilter label="Filter the inbox" value={filter.q} onChange={setQuery} />
              <InboxChips filter={filter} onChange={setFilter} />
              <NewsChip count={fresh} onLoad={() => void news.load()} />
            </>
          }
          meta={counts && filter.product === null && `${formatCount(counts[name])} ${label}`}
          actions={!nothing && <div className="max-lg:hidden">{why}</div>}
        />
        <FirstSteps />
      </div>
      {isOpen && (
        <div className="lg:hidden">
          <MessageHeader title={feedback ? `Feedback ${feedback.number}` : "Feedback"} onBack={close} actions={why} />
        </div>
      )}
      {list.isError && items.length === 0 && !isOpen ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <InboxTrouble error={list.error} onRetry={() => void list.refetch()} retrying={list.isFetching} />
        </div>
      ) : nothing ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <InboxEmpty
            filtered={filter.q !== ""}
            product={filter.product}
            state={filter.state}
            counts={counts}
            onShow={(state) => setFilter({ state })}
            onShowAllProducts={() => setFilter({ product: null })}
          />
        </div>
      ) : (
        <div className="flex min-h-0 flex-1">
          <div
            className={`flex w-full shrink-0 flex-col border-line lg:w-85 lg:border-r ${isOpen ? "max-lg:hidden" : ""}`}
          >
            <InboxList
              items={items}
              activeId={id}
              at={at}
              onMove={(item) => go(item.id)}
              onOpen={(item) => open(item.id)}
              list={list}
              beginnings={news.beginnings}
            />
          </div>
          <div className={`flex min-w-0 flex-1 flex-col ${isOpen ? "" : "max-lg:hidden"}`}>
            <FeedbackPane
              feedback={message.feedback}
              error={message.error}
              onRetry={() => void message.refetch()}
              retrying={message.isFetching}
              href={`/w/${slug}/feedback/${id}`}
              deeds={deeds}
              quote={quote}
              wordsRef={words}
              onUnlink={(ideaId) => feedback && void triage.unlink(feedback, ideaId)}
              onProduct={(productId) => feedback && void triage.setProduct(feedback, productId)}
            />
          </div>
        </div>
      )}
      <InboxKeys
        open={!nothing}
        deeds={deeds}
        onMove={move}
        onOpen={() => id && open(id)}
        onUndo={() => void undoLast()}
      />
      {asking && <TriageDialogs asking={asking} onAsk={ask} triage={triage} />}
    </>
  );
}

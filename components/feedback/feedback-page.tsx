"use client";

import { useRef, useState } from "react";
import { navHref } from "#components/shell/nav-items.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { undoLast } from "#components/shell/use-undoable.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { WhyButton } from "#components/trace/why-button.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import type { FeedbackDetail } from "./feedback.ts";
import { FeedbackPane } from "./feedback-pane.tsx";
import { TriageDialogs } from "./triage-dialogs-on-demand.ts";
import { type Asking, useDeeds } from "./use-deeds.ts";
import { useOpenFeedback } from "./use-open-feedback.ts";
import { useSelectedQuote } from "./use-selected-quote.ts";
import { useTriage } from "./use-triage.ts";

export type FeedbackPageProps = { feedback: FeedbackDetail };

/** One message, where every link to a customer's own words leads. */
export function FeedbackPage({ feedback: first }: FeedbackPageProps) {
  const { slug } = useWorkspace();
  const message = useOpenFeedback(first.id, undefined, undefined, first);
  const words = useRef<HTMLDivElement>(null);
  const quote = useSelectedQuote(words);
  const [asking, ask] = useState<Asking | null>(null);
  const triage = useTriage();
  const feedback = message.feedback ?? first;
  const deeds = useDeeds(message.error ? null : feedback, quote, triage, ask);
  const mayAct = useMay("evidence:write");
  useShortcuts([{ keys: "z", label: "Undo", group: "This page", run: () => void undoLast() }], mayAct);
  return (
    <>
      <PageHeader
        title={`Feedback ${first.number}`}
        back={{ href: navHref(slug, "inbox"), label: "Inbox" }}
        actions={<WhyButton type="feedback" id={first.id} />}
      />
      <FeedbackPane
        feedback={feedback}
        error={message.error}
        onRetry={() => void message.refetch()}
        retrying={message.isFetching}
        deeds={deeds}
        quote={quote}
        wordsRef={words}
        onUnlink={(ideaId) => void triage.unlink(feedback, ideaId)}
        onProduct={(productId) => void triage.setProduct(feedback, productId)}
      />
      {asking && <TriageDialogs asking={asking} onAsk={ask} triage={triage} />}
    </>
  );
}

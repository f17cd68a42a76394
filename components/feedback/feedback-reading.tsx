"use client";

import { type Ref, useEffect, useRef } from "react";
import { PanelSection } from "#components/shell/panel-section.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Comments } from "#components/talk/comments.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { CompanySection } from "./company-section.tsx";
import { DecisionNote } from "./decision-note.tsx";
import type { FeedbackDetail } from "./feedback.ts";
import { FeedbackMessage } from "./feedback-message.tsx";
import { FeedbackProduct } from "./feedback-product.tsx";
import { LinkedIdeas } from "./linked-ideas.tsx";
import { QuoteBar } from "./quote-bar.tsx";
import { TriageButtons } from "./triage-buttons.tsx";
import type { Deed } from "./use-deeds.ts";

export type FeedbackReadingProps = {
  feedback: FeedbackDetail;
  /** The message's own page, for a link to it. */
  href?: string;
  deeds: readonly Deed[];
  quote: string | null;
  wordsRef: Ref<HTMLDivElement>;
  onUnlink: (ideaId: string) => void;
  onProduct: (productId: string | null) => void;
};

/** A message beside what to do with it; below 1280 px one under the other, with the actions along the bottom. */
export function FeedbackReading({ feedback, href, deeds, quote, wordsRef, onUnlink, onProduct }: FeedbackReadingProps) {
  const { account } = useWorkspace();
  const mayLink = useMay("evidence:write");
  const mayTriage = useMay("feedback:triage");
  const link = deeds.find(({ key }) => key === "l");
  const quotes = feedback.ideas.flatMap((idea) => (idea.quote === null ? [] : [idea.quote]));
  const page = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLElement>(null);
  // Which of the two scrolls depends on the width of the window.
  const scroller = () =>
    (words.current && words.current.scrollHeight > words.current.clientHeight ? words : page).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another message is read from its beginning
  useEffect(() => {
    page.current?.scrollTo(0, 0);
    words.current?.scrollTo(0, 0);
  }, [feedback.id]);
  useShortcuts([
    {
      keys: " ",
      label: "Read on",
      hidden: true,
      repeats: true,
      run: (event) => {
        const box = scroller();
        box?.scrollBy(0, (event.shiftKey ? -0.85 : 0.85) * box.clientHeight);
      },
    },
  ]);
  return (
    <>
      <div
        ref={page}
        className="scroll-quiet flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto xl:flex-row xl:overflow-hidden"
      >
        <section
          ref={words}
          aria-label="Message"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
          tabIndex={0}
          // Here the arrows scroll, as everywhere that has the focus.
          onKeyDown={(event) => event.key.startsWith("Arrow") && event.stopPropagation()}
          className="scroll-quiet min-w-0 page-side flex-1 py-6 focus-visible:-outline-offset-2 max-xl:flex-none xl:overflow-y-auto"
        >
          <FeedbackMessage
            key={feedback.id}
            feedback={feedback}
            {...(href ? { href } : {})}
            quotes={quotes}
            wordsRef={wordsRef}
          />
          {quote && link && <QuoteBar quote={quote} onLink={link.run} />}
        </section>
        <aside
          aria-label="What to do with it"
          className="scroll-quiet grid shrink-0 content-start gap-6 border-line p-4 max-xl:border-t max-xl:pb-8 sm:max-xl:px-10 xl:w-80 xl:overflow-y-auto xl:border-l"
        >
          <TriageButtons deeds={deeds} place="side" />
          {!mayLink && <p className="text-ink-3">You are here as {account.role}: you can read everything.</p>}
          <PanelSection title="Belongs to">
            <div className="grid gap-2">
              <LinkedIdeas feedback={feedback} onUnlink={mayLink ? onUnlink : undefined} />
              <DecisionNote feedback={feedback} />
            </div>
          </PanelSection>
          <FeedbackProduct value={feedback.productId} onChange={mayTriage ? onProduct : undefined} />
          {feedback.company && <CompanySection company={feedback.company} feedbackId={feedback.id} />}
          <Comments key={feedback.id} about={{ type: "feedback", id: feedback.id }} />
        </aside>
      </div>
      <TriageButtons deeds={deeds} place="bottom" />
    </>
  );
}

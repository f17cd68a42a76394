"use client";

import { Thread } from "./thread.tsx";
import type { RecordThread } from "./use-threads.ts";
import { useWhy, type WhySubject } from "./use-why.ts";

export type WhyThreadProps = {
  subject: WhySubject;
  title: string;
  /** Until it is known, its place is kept. */
  thread: RecordThread | undefined;
  /** -1 where the rows themselves take the focus. */
  tabIndex?: 0 | -1;
};

/** The thread of a row; pressing it opens "Why?". */
export function WhyThread({ subject, title, thread, tabIndex }: WhyThreadProps) {
  const { open } = useWhy();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      onClick={() => open(subject)}
      title="Why is this here?"
      aria-label={`Why is this here? ${title}`}
      className="relative z-1 -mx-1.5 -my-1 inline-flex h-6 min-w-15.5 shrink-0 items-center rounded-m px-1.5 hover:bg-hover"
    >
      {thread && (
        <Thread
          links={{ words: thread.feedback, idea: thread.idea, objective: thread.objective, outcome: thread.outcome }}
        />
      )}
    </button>
  );
}

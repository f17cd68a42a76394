import { type FeedbackItem, nameOf } from "./feedback.ts";

export type AskedAboutProps = { feedback: FeedbackItem; quote: string | null };

/** What a dialog is about: the words that were selected, or the message as a whole. */
export function AskedAbout({ feedback, quote }: AskedAboutProps) {
  return (
    <span className="line-clamp-3" dir="auto">
      {quote === null ? nameOf(feedback) : <mark>{quote}</mark>}
    </span>
  );
}

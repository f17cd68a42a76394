import { Archive, Check, Link2 } from "lucide-react";
import { memo } from "react";
import { cx } from "#components/ui/cx.ts";
import { Money } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { isBeginning, whoOf } from "./feedback.ts";

export type FeedbackRowItem = {
  id: string;
  title: string;
  snippet: string;
  state: "inbox" | "reviewed" | "set_aside";
  company: { name: string; arr: number | null } | null;
  contact: { name: string | null; email: string | null } | null;
  ideas: readonly { title: string }[];
  occurredAt: string;
};

export type FeedbackRowProps = { feedback: FeedbackRowItem; currency: string; active: boolean };

/** One line of the inbox: who, how much they pay, how long ago; what about; how it begins. */
export const FeedbackRow = memo(function FeedbackRow({ feedback, currency, active }: FeedbackRowProps) {
  const { company, title, snippet } = feedback;
  return (
    <div
      className={cx(
        "border-b border-line px-4 py-2.5",
        active
          ? "bg-selected shadow-[inset_2px_0_var(--accent)] max-lg:pointer-coarse:bg-transparent max-lg:pointer-coarse:shadow-none"
          : "hover:bg-hover",
      )}
    >
      <div className="flex items-baseline gap-2">
        <span dir="auto" className="truncate">
          {whoOf(feedback)}
        </span>
        {company?.arr != null && company.arr > 0 && (
          <span className="text-s text-ink-3">
            <Money amount={company.arr} currency={currency} />
          </span>
        )}
        <RelativeTime at={feedback.occurredAt} className="ml-auto shrink-0 text-s text-ink-3" />
      </div>
      {title && !isBeginning(feedback) ? (
        <>
          <div className="truncate" dir="auto">
            {title}
          </div>
          <div className="flex items-center gap-2 text-ink-2">
            <Handled feedback={feedback} />
            <span dir="auto" className="min-h-5 truncate">
              {snippet}
            </span>
          </div>
        </>
      ) : (
        <div className="line-clamp-2 min-h-10 text-ink-2">
          <Handled feedback={feedback} /> <bdi>{snippet}</bdi>
        </div>
      )}
    </div>
  );
});

function Handled({ feedback }: { feedback: FeedbackRowItem }) {
  if (feedback.state === "inbox") return null;
  const linked = feedback.ideas.length > 0;
  const aside = feedback.state === "set_aside";
  const Icon = aside ? Archive : linked ? Link2 : Check;
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-s text-ink-3">
      <Icon aria-hidden className="size-3" />
      {aside ? "Set aside" : linked ? "Linked" : "Done with"}
    </span>
  );
}

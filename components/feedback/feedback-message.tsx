import { ExternalLink } from "lucide-react";
import type { Ref } from "react";
import { answersIn } from "#components/requests/answer-words.ts";
import { Chip } from "#components/ui/chip.tsx";
import { cx } from "#components/ui/cx.ts";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { isBeginning } from "./feedback.ts";
import { FeedbackReply, type FeedbackReplyItem } from "./feedback-reply.tsx";
import { MessageWords } from "./message-words.tsx";
import { sourceLabel } from "./source-label.ts";

export type FeedbackMessageItem = {
  number: number;
  title: string;
  snippet: string;
  body: string;
  contact: { name: string | null; email: string | null } | null;
  company: { name: string } | null;
  source: string | null;
  externalId: string | null;
  externalUrl: string | null;
  occurredAt: string;
  tags: readonly string[];
  messages: readonly FeedbackReplyItem[];
  fields: Record<string, unknown>;
};

export type FeedbackMessageProps = {
  feedback: FeedbackMessageItem;
  /** The page that is this message's own; left out on that page. */
  href?: string;
  /** Quotes that are linked already; they are marked in the text. */
  quotes: readonly string[];
  /** The part whose words can be selected as a quote (see useSelectedQuote). */
  wordsRef?: Ref<HTMLDivElement>;
};

/** What the customer wrote, set to be read. */
export function FeedbackMessage({ feedback, href, quotes, wordsRef }: FeedbackMessageProps) {
  const { contact, company, externalUrl } = feedback;
  const who = [contact?.name ?? contact?.email, company?.name].filter(Boolean).join(", ") || "Someone";
  const source = sourceLabel(feedback.source, feedback.externalId);
  const answers = feedback.source === "request" ? answersIn(feedback.fields) : [];
  const replies = feedback.messages.filter((message) => message.body.trim() !== feedback.body.trim());
  return (
    <article className="min-w-0 max-w-[66ch]">
      <div className="mb-1 flex items-baseline justify-between gap-4">
        {feedback.title && (
          <h2
            className={cx("font-strong text-l text-pretty wrap-anywhere", isBeginning(feedback) && "sr-only")}
            dir="auto"
          >
            {feedback.title}
          </h2>
        )}
        {href && (
          <Link
            href={href}
            className="ml-auto shrink-0 text-s text-ink-3 hover:underline hover:underline-offset-3 max-lg:hidden"
          >
            Feedback {feedback.number}
          </Link>
        )}
      </div>
      <p className="text-ink-3">
        <bdi>{who}</bdi>
        {source && (
          <>
            {" · from "}
            {externalUrl ? (
              <a
                href={externalUrl}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className="whitespace-nowrap text-ink-2 underline decoration-line-strong underline-offset-3 hover:decoration-current"
              >
                {source}
                <ExternalLink aria-hidden className="ml-1 inline size-3 align-[-0.1em]" />
              </a>
            ) : (
              source
            )}
          </>
        )}
        {" · "}
        <RelativeTime at={feedback.occurredAt} ago />
      </p>
      {feedback.tags.length > 0 && (
        <ul aria-label="Tags" className="mt-2 flex flex-wrap gap-1.5">
          {feedback.tags.map((tag) => (
            <li key={tag} className="max-w-full">
              <Chip>{tag}</Chip>
            </li>
          ))}
        </ul>
      )}
      {answers.length > 0 && (
        <dl aria-label="What a colleague says of it" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-s">
          {answers.map(({ tells, answer }) => (
            <div key={tells} className="flex gap-1.5">
              <dt className="text-ink-3">{tells}</dt>
              <dd className="text-ink-2">{answer}</dd>
            </div>
          ))}
        </dl>
      )}
      <div ref={wordsRef} data-words className="mt-5">
        {feedback.body && <MessageWords text={feedback.body} quotes={quotes} />}
        {replies.length > 0 && (
          <ol aria-label="Conversation" className="mt-6 grid gap-5 border-t border-line pt-5">
            {replies.map((reply, at) => (
              <li key={at}>
                <FeedbackReply reply={reply} quotes={quotes} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </article>
  );
}

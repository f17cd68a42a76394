import { Lock } from "lucide-react";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { MessageWords } from "./message-words.tsx";

export type FeedbackReplyItem = {
  role: string | null;
  author: string | null;
  at: string | null;
  public: boolean;
  body: string;
};

export type FeedbackReplyProps = { reply: FeedbackReplyItem; quotes: readonly string[] };

export function FeedbackReply({ reply, quotes }: FeedbackReplyProps) {
  const fromCustomer = reply.role === "customer";
  return (
    <>
      <p className="mb-1 flex flex-wrap items-center gap-x-2 text-s text-ink-3">
        <span className="text-ink-2">{reply.author ?? (fromCustomer ? "Customer" : "Support")}</span>
        {reply.at && <RelativeTime at={reply.at} ago />}
        {!reply.public && (
          <span className="inline-flex items-center gap-1">
            <Lock aria-hidden className="size-3" />
            Internal note
          </span>
        )}
      </p>
      <MessageWords
        text={reply.body}
        quotes={quotes}
        size={fromCustomer ? "read" : "m"}
        className={fromCustomer ? "" : "text-ink-2"}
      />
    </>
  );
}

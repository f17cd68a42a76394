"use client";

import { ImportanceWord } from "#components/ideas/importance-word.tsx";
import { reasonWords } from "#components/shell/reason-words.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Thread } from "#components/trace/thread.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Output } from "#lib/api/client.ts";
import { snippet } from "#lib/feedback/markup/snippet.ts";
import { AskedIdea } from "./asked-idea.tsx";
import { StandingWord } from "./standing-word.tsx";

export type Ask = Output<"company.asks">["data"][number];
export type AskItemProps = {
  ask: Ask;
  /** Whose it is, where that is not known from the page. */
  withCompany?: boolean;
  /** Changes what was said. */
  onEdit?: () => void;
};

/** Something a customer said, where it stands, and what became of it. */
export function AskItem({ ask, withCompany = false, onEdit }: AskItemProps) {
  const { slug, setAsideReasons } = useWorkspace();
  const { feedback, company, contact, ideas, thread, setAside, reviewNote } = ask;
  const quote = ideas.find((idea) => idea.quote !== null)?.quote;
  const words = quote ?? snippet(feedback.snippet, 280);
  const importance = ideas[0]?.importance;
  const reason = setAside && reasonWords(setAsideReasons, setAside.reason);
  return (
    <article className="border-b border-line py-4">
      <div className="flex items-start gap-3">
        <h3 className="min-w-0 flex-1 text-pretty wrap-anywhere">
          <Link
            href={`/w/${slug}/feedback/${feedback.id}`}
            className="font-strong hover:underline hover:underline-offset-3"
            dir="auto"
          >
            {feedback.title || words}
          </Link>
        </h3>
        <span className="mt-0.5 shrink-0">
          <StandingWord standing={ask.standing} />
        </span>
      </div>
      {feedback.title && words && words !== feedback.title && (
        <p className="mt-1 line-clamp-2 text-pretty text-ink-2 wrap-anywhere" dir="auto">
          {quote ? <mark>{quote}</mark> : words}
        </p>
      )}
      <p className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-s text-ink-3">
        <Thread
          links={{ words: thread.feedback, idea: thread.idea, objective: thread.objective, outcome: thread.outcome }}
        />
        {withCompany && company && (
          <Link
            href={`/w/${slug}/companies/${company.id}`}
            className="text-ink-2 hover:underline hover:underline-offset-3"
            dir="auto"
          >
            {company.name}
          </Link>
        )}
        {contact?.name && (
          <span className="text-ink-2" dir="auto">
            {contact.name}
          </span>
        )}
        <RelativeTime at={feedback.occurredAt} ago />
        {importance && <ImportanceWord importance={importance} />}
        {onEdit && (
          <Button size="s" variant="ghost" aria-label={`Edit ${feedback.title || "this request"}`} onClick={onEdit}>
            Edit
          </Button>
        )}
      </p>
      {setAside && (
        <p className="mt-2 text-ink-2">
          Set aside: <bdi>{reason}</bdi>
          {setAside.note && (
            <>
              . <bdi>{setAside.note}</bdi>
            </>
          )}
          {setAside.publicReply && (
            <span className="mt-1 block">
              To tell them: “<bdi>{setAside.publicReply}</bdi>”
            </span>
          )}
        </p>
      )}
      {reviewNote && !setAside && ideas.length === 0 && (
        <p className="mt-2 text-ink-2">
          Answered: <bdi>{reviewNote}</bdi>
        </p>
      )}
      {ideas.length > 0 && (
        <ul aria-label="What became of it" className="mt-2 grid gap-2">
          {ideas.map((idea) => (
            <AskedIdea key={idea.id} idea={idea} />
          ))}
        </ul>
      )}
    </article>
  );
}

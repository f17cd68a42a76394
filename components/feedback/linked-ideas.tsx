"use client";

import { Unlink } from "lucide-react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Link } from "#components/ui/link.tsx";
import type { FeedbackItem } from "./feedback.ts";

export type LinkedIdeasProps = {
  feedback: Pick<FeedbackItem, "ideas" | "ideaCount">;
  /** Left out for people who may not. */
  onUnlink?: ((ideaId: string) => void) | undefined;
};

/** The ideas that a message belongs to, each with the words that were quoted for it. */
export function LinkedIdeas({ feedback: { ideas, ideaCount }, onUnlink }: LinkedIdeasProps) {
  const { slug } = useWorkspace();
  if (ideas.length === 0) return <p className="text-ink-3">No idea yet</p>;
  return (
    <ul className="grid gap-2">
      {ideas.map((idea) => (
        <li
          key={idea.ideaId}
          className="flex items-start gap-1 rounded-card border border-line bg-surface py-2 pr-1.5 pl-3"
        >
          <div className="min-w-0 flex-1 py-0.5">
            <Link
              href={`/w/${slug}/ideas/${idea.ideaId}`}
              className="text-pretty wrap-anywhere hover:underline hover:underline-offset-3"
              dir="auto"
            >
              {idea.title}
            </Link>
            {idea.quote && (
              <p dir="auto" className="mt-1 line-clamp-3 text-s text-ink-2">
                <mark>{idea.quote}</mark>
              </p>
            )}
          </div>
          {onUnlink && (
            <IconButton
              label={`Unlink from ${idea.title}`}
              icon={<Unlink aria-hidden className="size-3.5" />}
              size="s"
              onClick={() => onUnlink(idea.ideaId)}
            />
          )}
        </li>
      ))}
      {ideaCount > ideas.length && <li className="text-s text-ink-3">and {ideaCount - ideas.length} more</li>}
    </ul>
  );
}

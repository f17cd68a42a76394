"use client";

import { reasonWords } from "#components/shell/reason-words.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { comesBackWords } from "./comes-back-words.ts";
import type { FeedbackDetail } from "./feedback.ts";

export type DecisionNoteProps = { feedback: Pick<FeedbackDetail, "state" | "setAside" | "reviewNote" | "ideaCount"> };

/** What was decided about a message that nobody linked to an idea. */
export function DecisionNote({ feedback: { state, setAside, reviewNote, ideaCount } }: DecisionNoteProps) {
  const { setAsideReasons, currency } = useWorkspace();
  if (state === "set_aside" && setAside) {
    const reason = reasonWords(setAsideReasons, setAside.reason);
    const comesBack = comesBackWords(setAside.reopenWhen, currency);
    return (
      <div className="rounded-card border border-line bg-surface px-3 py-2">
        <p>
          Set aside: <bdi>{reason}</bdi>
        </p>
        {setAside.note && (
          <p className="mt-1 text-ink-2" dir="auto">
            {setAside.note}
          </p>
        )}
        {setAside.publicReply && (
          <p className="mt-1 text-ink-2">
            To tell them: “<bdi>{setAside.publicReply}</bdi>”
          </p>
        )}
        {comesBack && <p className="mt-1 text-ink-2">{comesBack}</p>}
        <p className="mt-1 text-s text-ink-3">
          <bdi>{setAside.by.name}</bdi>, <RelativeTime at={setAside.at} ago />
        </p>
      </div>
    );
  }
  if (state !== "reviewed" || ideaCount > 0) return null;
  return (
    <div className="rounded-card border border-line bg-surface px-3 py-2">
      <p>Done with: nothing to link</p>
      {reviewNote && (
        <p className="mt-1 text-ink-2" dir="auto">
          {reviewNote}
        </p>
      )}
    </div>
  );
}

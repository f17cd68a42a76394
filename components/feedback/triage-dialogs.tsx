"use client";

import { DoneDialog } from "./done-dialog.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { NewIdeaDialog } from "./new-idea-dialog.tsx";
import { SetFeedbackAside } from "./set-feedback-aside.tsx";
import type { Asking } from "./use-deeds.ts";
import type { Triage } from "./use-triage.ts";

export type TriageDialogsProps = {
  asking: Asking;
  onAsk: (asking: Asking | null) => void;
  triage: Triage;
};

/**
 * What has to be asked before something is done with a message. A dialog goes at once when it has its answer: the next key
 * is for the next message.
 */
export function TriageDialogs({ asking, onAsk, triage }: TriageDialogsProps) {
  const close = () => onAsk(null);
  const { feedback } = asking;
  if (asking.what === "link") {
    return (
      <LinkDialog
        feedback={feedback}
        quote={asking.quote}
        onClose={close}
        onPick={(idea) => {
          close();
          void triage.link(feedback, idea, asking.quote);
        }}
        onCreate={(title) => onAsk({ ...asking, what: "idea", title })}
      />
    );
  }
  if (asking.what === "idea") {
    return (
      <NewIdeaDialog
        feedback={feedback}
        quote={asking.quote}
        title={asking.title}
        onClose={close}
        onCreated={(idea, eventId) => {
          close();
          void triage.link(feedback, idea, asking.quote, eventId);
        }}
      />
    );
  }
  if (asking.what === "review") {
    return <DoneDialog feedback={feedback} onClose={close} onReview={(note) => triage.review(feedback, note)} />;
  }
  return <SetFeedbackAside feedback={feedback} onClose={close} onSetAside={(why) => triage.setAside(feedback, why)} />;
}

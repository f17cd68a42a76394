"use client";

import { SetAsideDialog } from "#components/shell/set-aside-dialog.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { nameOf } from "./feedback.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { NewIdeaDialog } from "./new-idea-dialog.tsx";
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
  const { setAsideReasons } = useWorkspace();
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
  return (
    <SetAsideDialog
      what={nameOf(feedback)}
      open
      onOpenChange={(open) => !open && close()}
      onSetAside={async (reason, note) => {
        const done = triage.setAside(feedback, reason, note);
        // Nothing was typed that a refusal could lose: the next message need not wait for the answer.
        return note === null && setAsideReasons.some(({ key }) => key === reason) ? true : done;
      }}
    />
  );
}

"use client";

import { SetAsideDialog } from "#components/shell/set-aside-dialog.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { nameOf } from "./feedback.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { NewIdeaDialog } from "./new-idea-dialog.tsx";
import type { Asking } from "./use-deeds.ts";
import type { Triage } from "./use-triage.ts";

export type TriageDialogsProps = {
  asking: Asking | null;
  onAsk: (asking: Asking | null) => void;
  triage: Triage;
};

/** What has to be asked before something is done with a message. */
export function TriageDialogs({ asking, onAsk, triage }: TriageDialogsProps) {
  const { setAsideReasons } = useWorkspace();
  const close = () => onAsk(null);
  const linking = asking?.what === "link" ? asking : null;
  const making = asking?.what === "idea" ? asking : null;
  const settingAside = asking?.what === "setAside" ? asking : null;
  return (
    <>
      <LinkDialog
        feedback={linking?.feedback ?? null}
        quote={linking?.quote ?? null}
        onClose={close}
        onPick={(idea) => {
          close();
          if (linking) void triage.link(linking.feedback, idea, linking.quote);
        }}
        onCreate={(title) => linking && onAsk({ ...linking, what: "idea", title })}
      />
      <NewIdeaDialog
        feedback={making?.feedback ?? null}
        quote={making?.quote ?? null}
        title={making?.title ?? ""}
        onClose={close}
        onCreated={(idea, eventId) => {
          close();
          if (making) void triage.link(making.feedback, idea, making.quote, eventId);
        }}
      />
      <SetAsideDialog
        what={settingAside ? nameOf(settingAside.feedback) : ""}
        open={settingAside !== null}
        onOpenChange={(open) => !open && close()}
        onSetAside={async (reason, note) => {
          if (!settingAside) return false;
          const done = triage.setAside(settingAside.feedback, reason, note);
          // Nothing was typed that a refusal could lose: the next message need not wait for the answer.
          return note === null && setAsideReasons.some(({ key }) => key === reason) ? true : done;
        }}
      />
    </>
  );
}

"use client";

import { useState } from "react";
import { SetAsideDialog } from "#components/shell/set-aside-dialog.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { plainDayIn } from "#components/ui/plain-day.ts";
import { Textarea } from "#components/ui/textarea.tsx";
import { type FeedbackItem, nameOf } from "./feedback.ts";
import type { SettingAside } from "./use-triage.ts";

export type SetFeedbackAsideProps = {
  feedback: FeedbackItem;
  onClose: () => void;
  /** Says whether it was done. */
  onSetAside: (why: SettingAside) => Promise<boolean>;
};

/** Sets a message aside, with what may be said to whoever sent it in, and the day on which it comes back. */
export function SetFeedbackAside({ feedback, onClose, onSetAside }: SetFeedbackAsideProps) {
  const { setAsideReasons, timeZone } = useWorkspace();
  const [reply, setReply] = useState("");
  const [reopenOn, setReopenOn] = useState("");
  const [isPast, setPast] = useState(false);
  return (
    <SetAsideDialog
      what={nameOf(feedback)}
      open
      onOpenChange={(open) => !open && onClose()}
      onSetAside={async (reason, note) => {
        const publicReply = reply.trim() || null;
        const past = reopenOn !== "" && reopenOn <= plainDayIn(timeZone, new Date());
        setPast(past);
        if (past) return false;
        const done = onSetAside({ reason, note, publicReply, reopenOn: reopenOn || null });
        const isTyped = note !== null || publicReply !== null || reopenOn !== "";
        // Nothing was typed that a refusal could lose: the next message need not wait for the answer.
        return !isTyped && setAsideReasons.some(({ key }) => key === reason) ? true : done;
      }}
    >
      <Field
        label="What may be said"
        optional
        hint="Whoever sent it in reads this in My requests. Nothing is sent to the customer."
      >
        <Textarea value={reply} rows={2} maxLength={5_000} onChange={(e) => setReply(e.target.value)} />
      </Field>
      <Field label="Bring it back on" optional error={isPast ? "Choose a day to come" : undefined}>
        <Input type="date" value={reopenOn} onChange={(e) => setReopenOn(e.target.value)} className="w-38" />
      </Field>
    </SetAsideDialog>
  );
}

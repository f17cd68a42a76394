"use client";

import { type FormEvent, useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { type FeedbackItem, nameOf } from "./feedback.ts";

export type DoneDialogProps = {
  feedback: FeedbackItem;
  onClose: () => void;
  /** Says whether it was done. */
  onReview: (note: string) => Promise<boolean>;
};

/** Done with a message, and how it was answered. */
export function DoneDialog({ feedback, onClose, onReview }: DoneDialogProps) {
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!note.trim()) return setMissing(true);
    setBusy(true);
    const done = await onReview(note.trim());
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Done with it" description={nameOf(feedback)}>
      <form onSubmit={(event) => void onSubmit(event)} noValidate className="grid gap-4">
        <Field
          label="How it was answered"
          hint="Colleagues read this with the message, and whoever sent it in reads it in My requests."
          error={missing ? "Write how it was answered" : undefined}
        >
          <Textarea value={note} rows={2} maxLength={5_000} onChange={(e) => setNote(e.target.value)} />
        </Field>
        <FormEnd busy={busy} onCancel={onClose} shortcut="Mod+Enter">
          Done with it
        </FormEnd>
      </form>
    </Dialog>
  );
}

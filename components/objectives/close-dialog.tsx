"use client";

import { type FormEvent, useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormEnd } from "#components/ui/form-end.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

export type CloseDialogProps = {
  what: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onClose: (note: string | null) => void;
};

/** The end of an objective, and what is to be remembered of it. */
export function CloseDialog({ what, open, onOpenChange, onClose }: CloseDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Close objective" description={what} size="s">
      {open && (
        <CloseForm
          onCancel={() => onOpenChange(false)}
          onClose={(note) => {
            onOpenChange(false);
            onClose(note);
          }}
        />
      )}
    </Dialog>
  );
}

function CloseForm({ onCancel, onClose }: { onCancel: () => void; onClose: (note: string | null) => void }) {
  const [note, setNote] = useState("");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onClose(note.trim() || null);
  };
  return (
    <form onSubmit={onSubmit} noValidate className="grid gap-4">
      <Field label="What we learned" optional hint="Its key results keep the values that they have today.">
        <Textarea rows={3} value={note} maxLength={5_000} onChange={(e) => setNote(e.target.value)} />
      </Field>
      <FormEnd onCancel={onCancel}>Close objective</FormEnd>
    </form>
  );
}

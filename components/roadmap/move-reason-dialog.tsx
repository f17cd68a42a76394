"use client";

import { type FormEvent, type RefObject, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { DialogFooter } from "#components/ui/dialog-footer.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

export type MoveReasonDialogProps = {
  /** The move to give a reason for; null: none. */
  move: { title: string; horizonName: string } | null;
  /** Called once, when it closes: with the reason, or null when none was given. */
  onDone: (reason: string | null) => void;
  /** The card at its new place: the one it was before is gone by then. */
  finalFocus: RefObject<HTMLElement | null>;
};

/** Asks why a card moves. Esc skips, and then history says that no reason was given. */
export function MoveReasonDialog({ move, onDone, finalFocus }: MoveReasonDialogProps) {
  return (
    <Dialog
      open={move !== null}
      onOpenChange={(open) => !open && onDone(null)}
      title={`Why to ${move?.horizonName ?? ""}?`}
      description={move?.title}
      size="s"
      finalFocus={finalFocus}
    >
      {move && <ReasonForm onDone={onDone} />}
    </Dialog>
  );
}

function ReasonForm({ onDone }: { onDone: (reason: string | null) => void }) {
  const [reason, setReason] = useState("");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onDone(reason.trim() || null);
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field label="Reason" hint="One line. It stands in the history and under “Why?”.">
        <Input value={reason} maxLength={2_000} onChange={(e) => setReason(e.target.value)} autoComplete="off" />
      </Field>
      <DialogFooter note="Esc: without a reason">
        <Button type="submit" variant="primary">
          Move
        </Button>
      </DialogFooter>
    </form>
  );
}

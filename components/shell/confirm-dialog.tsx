"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What comes of it. */
  words: string;
  /** What the button says. */
  deed: string;
  onConfirm: () => Promise<void>;
};

/** Asks once more, and says what comes of it. */
export function ConfirmDialog({ open, onOpenChange, title, words, deed, onConfirm }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    await onConfirm();
    setBusy(false);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={words}
      size="s"
      initialFocus="dialog"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="danger" busy={busy} onClick={() => void confirm()}>
            {deed}
          </Button>
        </>
      }
    />
  );
}

"use client";

import { type ReactNode, useState } from "react";
import { Dialog } from "./dialog.tsx";

export type SecretDialogProps<M> = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What stands above it, before and after something is made. */
  title: (made: M | null) => string;
  /** The form. What it makes goes through `keep`, for which the dialog stays. */
  form: (keep: (making: Promise<M>) => Promise<void>, cancel: () => void) => ReactNode;
  /** What was made, to be copied. */
  children: (made: M, done: () => void) => ReactNode;
};

/**
 * Makes something that is shown once, and shows it. Escape and a click beside it do not close it while it is made or
 * shown: it would be lost. Who cancels while it is made sees it all the same, since then it exists.
 */
export function SecretDialog<M>({ open, onOpenChange, title, form, children }: SecretDialogProps<M>) {
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<M | null>(null);
  const close = () => {
    onOpenChange(false);
    setMade(null);
  };
  const keep = async (making: Promise<M>) => {
    setIsMaking(true);
    try {
      setMade(await making);
      onOpenChange(true);
    } finally {
      setIsMaking(false);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={title(made)}
      stays={isMaking || made !== null}
    >
      {open && made === null && form(keep, close)}
      {made !== null && children(made, close)}
    </Dialog>
  );
}

"use client";

import { Toast } from "@base-ui/react/toast";

export type ToastOptions = {
  title: string;
  description?: string;
  tone?: "info" | "good" | "bad";
  /** Offers Undo for ten seconds, by the button or by `undoLatest()` (key Z). */
  undo?: () => void;
  action?: { label: string; onAction: () => void };
  /** Milliseconds; 0 keeps it until dismissed. */
  timeout?: number;
};

export const toastManager = Toast.createToastManager();
let count = 0;
const undoable = new Map<string, () => void>();

/** Shows a message at the edge of the page, read out politely (at once when it is bad). Answers its id. */
export function toast({ title, description, tone = "info", undo, action, timeout }: ToastOptions): string {
  const id = `toast-${++count}`;
  const button = undo ? { label: "Undo", onAction: undo } : action;
  toastManager.add({
    id,
    title,
    ...(description ? { description } : {}),
    type: tone,
    priority: tone === "bad" ? "high" : "low",
    timeout: timeout ?? (undo || tone === "bad" ? 10_000 : 5_000),
    onClose: () => undoable.delete(id),
    ...(button ? { actionProps: { children: button.label, onClick: () => act(id, button.onAction) } } : {}),
  });
  if (undo) undoable.set(id, undo);
  return id;
}

/** Takes back what the newest toast with Undo tells of. False when nothing can be undone any more. */
export function undoLatest(): boolean {
  const latest = [...undoable].at(-1);
  if (latest) act(...latest);
  return latest !== undefined;
}

function act(id: string, action: () => void) {
  undoable.delete(id);
  toastManager.close(id);
  action();
}

"use client";

export type ToastOptions = {
  title: string;
  description?: string;
  tone?: "info" | "good" | "bad";
  /** Offers Undo for ten seconds, by the button or by `undoLatest()`. */
  undo?: () => void;
  /** When what is undone was begun, by `nextTurn()`; left out, now. */
  turn?: number;
  action?: { label: string; onAction: () => void };
  /** Milliseconds; 0 keeps it until dismissed. */
  timeout?: number;
};

export type ShownToast = {
  id: string;
  title: string;
  description?: string;
  type: NonNullable<ToastOptions["tone"]>;
  priority: "low" | "high";
  timeout: number;
  onClose: () => void;
  actionProps?: { children: string; onClick: () => void };
};

/** Where toasts are shown. It comes after the page; what is told before that waits for it. */
export type ToastPlace = { add: (toast: ShownToast) => void; close: (id: string) => void };

let place: ToastPlace | null = null;
let onWaiting: (() => void) | null = null;
const waiting = new Map<string, ShownToast>();
const undoable = new Map<string, { turn: number; undo: () => void }>();
let count = 0;
let turns = 0;

/** The place of a deed among all: answers to two deeds in flight may come in any order. */
export const nextTurn = (): number => ++turns;

/** Shows a message at the edge of the page, read out politely (at once when it is bad). Answers its id. */
export function toast({ title, description, tone = "info", undo, turn, action, timeout }: ToastOptions): string {
  const id = `toast-${++count}`;
  const button = undo ? { label: "Undo", onAction: undo } : action;
  if (undo) undoable.set(id, { turn: turn ?? nextTurn(), undo });
  const shown: ShownToast = {
    id,
    title,
    ...(description ? { description } : {}),
    type: tone,
    priority: tone === "bad" ? "high" : "low",
    timeout: timeout ?? (undo || tone === "bad" ? 10_000 : 5_000),
    onClose: () => undoable.delete(id),
    ...(button ? { actionProps: { children: button.label, onClick: () => act(id, button.onAction) } } : {}),
  };
  if (place) place.add(shown);
  else {
    waiting.set(id, shown);
    onWaiting?.();
  }
  return id;
}

/** From here on toasts are shown there. Answers how to end that. */
export function showToastsIn(next: ToastPlace): () => void {
  place = next;
  for (const shown of waiting.values()) next.add(shown);
  waiting.clear();
  return () => {
    if (place === next) place = null;
  };
}

/** Calls while a toast waits for its place. Answers how to end that. */
export function whenToastsWait(call: () => void): () => void {
  onWaiting = call;
  if (waiting.size > 0) call();
  return () => {
    onWaiting = null;
  };
}

/** Takes back what was begun last of all that a toast with Undo tells of. False when nothing can be undone any more. */
export function undoLatest(): boolean {
  const [latest] = [...undoable].toSorted(([, one], [, other]) => other.turn - one.turn);
  if (latest) act(latest[0], latest[1].undo);
  return latest !== undefined;
}

/** Takes a toast away before its time. */
export function dismissToast(id: string): void {
  undoable.delete(id);
  waiting.delete(id);
  place?.close(id);
}

function act(id: string, action: () => void) {
  dismissToast(id);
  action();
}

"use client";

type Announcement = { text: string; urgent: boolean };
type Listener = (announcement: Announcement) => void;
const listeners = new Set<Listener>();

/** Says something to screen readers: a card was moved, the next item is open. Needs one Announcer on the page. */
export function announce(text: string, urgent = false): void {
  for (const listener of listeners) listener({ text, urgent });
}

export function onAnnounce(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

"use client";

const listeners = new Set<() => void>();

/** A small choice that this browser keeps, or null. Where storage is forbidden, nothing is kept. */
export function keptHere(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a choice in this browser, for all its tabs; null forgets it. */
export function keepHere(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as it can, which is not at all.
  }
  for (const listener of listeners) listener();
}

/** Tells when a choice was made, in this tab or another; gives the way to end it. For `useSyncExternalStore`. */
export function watchKept(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

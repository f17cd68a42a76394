"use client";

import { useSyncExternalStore } from "react";

const nameOf = (slug: string) => `throughline.first-steps.${slug}`;
const listeners = new Set<() => void>();

function stepsHidden(slug: string): boolean {
  try {
    return localStorage.getItem(nameOf(slug)) === "hidden";
  } catch {
    return false;
  }
}

/** Hides the first steps of a workspace, for whoever uses this browser. */
export function hideSteps(slug: string): void {
  try {
    localStorage.setItem(nameOf(slug), "hidden");
  } catch {
    // Storage may be forbidden; then they are back with the next page.
  }
  for (const listener of listeners) listener();
}

/** Hidden until it is known, so that nothing flashes up that was sent away. */
export const useStepsHidden = (slug: string): boolean =>
  useSyncExternalStore(
    subscribe,
    () => stepsHidden(slug),
    () => true,
  );

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

"use client";

import type { Answered } from "./answer-words.ts";
import type { ChosenCompany } from "./company-field.tsx";

/** What is being written. Kept for this tab until it is sent, so that a wrong key or a lost page loses nothing. */
export type Draft = Answered & { company: ChosenCompany | null; body: string; title: string; contactId: string | null };

const keyOf = (slug: string) => `request-draft:${slug}`;

/** What this tab has kept; null when it kept nothing, or may not keep anything. */
export function readDraft(slug: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(slug)) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

/** Keeps the draft; null forgets it. */
export function keepDraft(slug: string, draft: Draft | null): void {
  try {
    if (draft) sessionStorage.setItem(keyOf(slug), JSON.stringify(draft));
    else sessionStorage.removeItem(keyOf(slug));
  } catch {
    // A browser that keeps nothing still sends.
  }
}

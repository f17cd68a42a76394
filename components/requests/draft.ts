"use client";

import type { Answered } from "./answer-words.ts";
import type { ChosenCompany } from "./company-field.tsx";

/** What somebody is writing. Kept for this tab until it is sent, so that a wrong key or a lost page loses nothing. */
export type Draft = Answered & { company: ChosenCompany | null; body: string; title: string; contactId: string | null };

const keyOf = (slug: string, accountId: string) => `request-draft:${slug}:${accountId}`;

/** What this tab has kept; null when it kept nothing, or may not keep anything. */
export function readDraft(slug: string, accountId: string): Partial<Draft> | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(slug, accountId)) ?? "null") as Partial<Draft> | null;
  } catch {
    return null;
  }
}

/** Keeps the draft; null forgets it. */
export function keepDraft(slug: string, accountId: string, draft: Draft | null): void {
  try {
    if (draft) sessionStorage.setItem(keyOf(slug, accountId), JSON.stringify(draft));
    else sessionStorage.removeItem(keyOf(slug, accountId));
  } catch {
    // A browser that keeps nothing still sends.
  }
}

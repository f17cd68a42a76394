"use client";

import type { PaletteItem } from "./palette-item.ts";

/** The records that somebody opened from the palette in this browser, the latest first. */
export type RecentRecord = Pick<Extract<PaletteItem, { kind: "record" }>, "id" | "label" | "hint" | "href" | "type">;

const most = 6;
/** Whoever signs in after somebody else is not shown what that one opened. */
export type Whose = { slug: string; accountId: string };
const keyOf = ({ slug, accountId }: Whose) => `throughline.recent.${slug}.${accountId}`;

export function recentRecords(whose: Whose): RecentRecord[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(whose)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecord).slice(0, most) : [];
  } catch {
    return [];
  }
}

const isRecord = (value: RecentRecord) =>
  typeof value?.id === "string" && typeof value.label === "string" && /^\/w\//.test(value.href);

export function rememberRecord(whose: Whose, { id, label, hint, href, type }: RecentRecord): void {
  const others = recentRecords(whose).filter((one) => one.id !== id);
  try {
    const record = { id, label, href, type, ...(hint ? { hint } : {}) };
    localStorage.setItem(keyOf(whose), JSON.stringify([record, ...others].slice(0, most)));
  } catch {
    // Storage may be forbidden or full: nothing is remembered then.
  }
}

"use client";

import type { PaletteItem } from "./palette-item.ts";

/** The records that were opened from the palette in this browser, the latest first. */
export type RecentRecord = Pick<Extract<PaletteItem, { kind: "record" }>, "id" | "label" | "hint" | "href" | "type">;

const most = 6;
const keyOf = (slug: string) => `throughline.recent.${slug}`;

export function recentRecords(slug: string): RecentRecord[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(slug)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecord).slice(0, most) : [];
  } catch {
    return [];
  }
}

const isRecord = (value: RecentRecord) =>
  typeof value?.id === "string" && typeof value.label === "string" && /^\/w\//.test(value.href);

export function rememberRecord(slug: string, { id, label, hint, href, type }: RecentRecord): void {
  const others = recentRecords(slug).filter((one) => one.id !== id);
  try {
    const record = { id, label, href, type, ...(hint ? { hint } : {}) };
    localStorage.setItem(keyOf(slug), JSON.stringify([record, ...others].slice(0, most)));
  } catch {
    // Storage may be forbidden or full: nothing is remembered then.
  }
}

"use client";

type Load = () => Promise<unknown>;

const waiting = new Set<Load>();
let begun = false;

/** Loads something at the first sign that somebody is at the page: not for the first look at it, yet before it is needed. */
export function ahead(load: Load): void {
  waiting.add(load);
  if (begun) void loadAll();
}

/** There is such a sign. One after the other, so that what is asked for itself does not wait behind them. */
export async function loadAll(): Promise<void> {
  begun = true;
  for (const load of waiting) {
    waiting.delete(load);
    // Where it is needed it is asked for again, and its absence told.
    await load().catch(() => {});
  }
}

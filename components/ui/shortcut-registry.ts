"use client";

export type Shortcut = {
  /** "j", "?", "g i" (one after the other), "Shift+ArrowDown", "Mod+Enter" (⌘ on a Mac, Ctrl elsewhere). */
  keys: string;
  /** What it does, as the list of keys says it. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Heading in the list of keys. */
  group?: string;
  /** Bound, but not listed. */
  hidden?: boolean;
  /** Acts only where nothing else has these keys, whichever came first. */
  fallback?: boolean;
  /** Acts again while the key is held down: for moving, never for deciding. */
  repeats?: boolean;
};

const layers: (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();
let listed: readonly Shortcut[] = [];

/** Adds a page's or a panel's shortcuts; the newest layer wins. Answers how to take it away. */
export function addShortcuts(shortcuts: readonly Shortcut[]): () => void {
  layers.push(shortcuts);
  changed();
  return () => {
    layers.splice(layers.indexOf(shortcuts), 1);
    changed();
  };
}

/** The shortcut that these keys mean now. */
export function findShortcut(keys: string): Shortcut | undefined {
  let fallback: Shortcut | undefined;
  for (const layer of layers.toReversed()) {
    const hit = layer.find((shortcut) => shortcut.keys.toLowerCase() === keys.toLowerCase());
    if (hit && !hit.fallback) return hit;
    fallback ??= hit;
  }
  return fallback;
}

/** True when some shortcut goes on after this first key. */
export function startsSequence(key: string): boolean {
  return layers.some((layer) =>
    layer.some((shortcut) => shortcut.keys.toLowerCase().startsWith(`${key.toLowerCase()} `)),
  );
}

export function listedShortcuts(): readonly Shortcut[] {
  return listed;
}

export function onShortcutsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed() {
  const seen = new Map<string, Shortcut>();
  for (const shortcut of layers.flat()) {
    const keys = shortcut.keys.toLowerCase();
    if (!shortcut.fallback || !seen.has(keys)) seen.set(keys, shortcut);
  }
  listed = [...seen.values()].filter((shortcut) => !shortcut.hidden);
  for (const listener of listeners) listener();
}

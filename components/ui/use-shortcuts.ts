"use client";

import { useEffect, useEffectEvent } from "react";
import { addShortcuts, type Shortcut } from "./shortcut-registry.ts";

/** Binds keys while the component is mounted and `active`. Needs one ShortcutListener on the page. */
export function useShortcuts(shortcuts: readonly Shortcut[], active = true): void {
  // The list of keys changes only when its words do, not with every new closure.
  const shape = JSON.stringify(shortcuts.map(({ run: _, ...words }) => words));
  const run = useEffectEvent((keys: string, event: KeyboardEvent) => {
    shortcuts.find((shortcut) => shortcut.keys === keys)?.run(event);
  });
  useEffect(() => {
    if (!active) return;
    const named = JSON.parse(shape) as Omit<Shortcut, "run">[];
    return addShortcuts(named.map((shortcut) => ({ ...shortcut, run: (event) => run(shortcut.keys, event) })));
  }, [shape, active]);
}

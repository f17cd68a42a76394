"use client";

import { useSyncExternalStore } from "react";
import { Checkbox } from "./checkbox.tsx";
import { Dialog } from "./dialog.tsx";
import { Kbd } from "./kbd.tsx";
import { listedShortcuts, onShortcutsChange, type Shortcut } from "./shortcut-registry.ts";
import { setSingleKeys, useSingleKeys } from "./shortcut-setting.ts";

export type ShortcutsDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

const none: readonly Shortcut[] = [];

export function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  const shortcuts = useSyncExternalStore(onShortcutsChange, listedShortcuts, () => none);
  const on = useSingleKeys();
  const groups = Map.groupBy(shortcuts, (shortcut) => shortcut.group ?? "This page");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" initialFocus="dialog">
      <div className="grid gap-5">
        {[...groups].reverse().map(([name, group]) => (
          <section key={name} aria-label={name}>
            <h3 className="mb-1 text-s text-ink-3">{name}</h3>
            <dl className="grid">
              {group.map((shortcut) => (
                <div
                  key={shortcut.keys}
                  className="flex items-center justify-between gap-4 border-b border-line py-1.5"
                >
                  <dt>{shortcut.label}</dt>
                  <dd className="text-s whitespace-nowrap">
                    <Kbd keys={shortcut.keys} always />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Checkbox
          checked={on}
          onChange={(event) => setSingleKeys(event.target.checked)}
          label="Single keys act when no field has the focus"
          hint="Off: only keys with Ctrl or ⌘, the arrows, Enter and Escape do."
        />
      </div>
    </Dialog>
  );
}

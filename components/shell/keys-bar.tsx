"use client";

import { Kbd } from "#components/ui/kbd.tsx";
import { useSingleKeys } from "#components/ui/shortcut-setting.ts";

export type KeysBarProps = { keys: readonly { keys: readonly string[]; label: string }[] };

/** The keys that matter on this page, along its bottom. Gone on a phone, and when single keys are off. */
export function KeysBar({ keys }: KeysBarProps) {
  const on = useSingleKeys();
  if (!on) return null;
  return (
    <div className="hidden shrink-0 flex-wrap items-center gap-x-3.5 gap-y-1 border-t border-line px-4 py-2.5 text-s text-ink-3 md:pointer-fine:flex">
      {keys.map((entry) => (
        <span key={entry.label} className="inline-flex items-center gap-1.5">
          <span className="inline-flex gap-1">
            {entry.keys.map((key) => (
              <Kbd key={key} keys={key} />
            ))}
          </span>
          {entry.label}
        </span>
      ))}
    </div>
  );
}

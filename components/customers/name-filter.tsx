"use client";

import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";

export type NameFilterProps = { value: string; onChange: (value: string) => void; onDone: () => void };

/** Narrows the page by how a name begins, a moment after the last key; `/` goes there, Enter to the first row. */
export function NameFilter({ value, onChange, onDone }: NameFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  // The address changed by itself: back, forward, or a filter taken away.
  useEffect(() => setTyped(value), [value]);
  const tell = useEffectEvent((next: string) => next !== value && onChange(next));
  useEffect(() => {
    const timer = setTimeout(() => tell(typed.trim()), 150);
    return () => clearTimeout(timer);
  }, [typed]);
  useShortcuts([{ keys: "/", label: "Filter by name", group: "This page", run: () => field.current?.focus() }]);
  return (
    <span className="relative flex w-44 shrink-0 items-center max-sm:w-32">
      <Search aria-hidden className="pointer-events-none absolute left-2 size-3.5 text-ink-3" />
      <input
        ref={field}
        type="search"
        aria-label="Name begins with"
        placeholder="Name"
        value={typed}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "ArrowDown") onDone();
          else if (event.key === "Escape" && typed !== "") setTyped("");
          else if (event.key === "Escape") field.current?.blur();
          else return;
          event.preventDefault();
        }}
        className="h-6.5 w-full rounded-m border border-line bg-surface pr-2 pl-7 text-s outline-offset-1 placeholder:text-ink-3 pointer-coarse:h-9"
      />
    </span>
  );
}

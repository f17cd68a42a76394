"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";

export type PageFilterProps = {
  /** What is filtered: "Filter the inbox". */
  label: string;
  value: string;
  /** Told a moment after the last key, and at once on Enter. */
  onChange: (value: string) => void;
  maxLength?: number;
  placeholder?: string;
  /** What may be written into it, shown while the pointer rests there. */
  hint?: string;
  /** Where Enter and the arrow down lead; the page itself unless told. */
  onDone?: () => void;
};

const pauseMs = 200;

/** A page's own search field. `/` goes to it; Enter or Escape go back to the page, and Escape empties it first. */
export function PageFilter({
  label,
  value,
  onChange,
  maxLength = 200,
  placeholder = "Filter",
  hint = "Words, “phrases”, -without, from: company: tag: is:",
  onDone,
}: PageFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [said, setSaid] = useState(value);
  // The address has changed by other means: Back, or a link.
  if (value !== said) {
    setSaid(value);
    setTyped(value);
  }
  const say = (next: string) => {
    setSaid(next);
    if (next !== value) onChange(next);
  };
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => {
      setSaid(typed.trim());
      onChange(typed.trim());
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  useShortcuts([{ keys: "/", label, group: "This page", run: () => field.current?.select() }]);
  const leave = () => {
    field.current?.blur();
    document.getElementById("page")?.focus();
  };
  return (
    <div className="relative flex w-44 shrink-0 items-center focus-within:w-72 max-sm:w-32 max-sm:focus-within:w-56">
      <Search aria-hidden className="pointer-events-none absolute left-2 size-3.5 text-ink-3" />
      <input
        ref={field}
        type="search"
        dir="auto"
        aria-label={label}
        title={hint}
        placeholder={placeholder}
        value={typed}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") {
            say(typed.trim());
            (onDone ?? leave)();
          } else if (event.key === "ArrowDown" && onDone) {
            onDone();
          } else if (event.key === "Escape") {
            if (typed === "") return leave();
            setTyped("");
            say("");
          } else return;
          event.preventDefault();
        }}
        className="h-6.5 w-full [&::-webkit-search-cancel-button]:hidden rounded-m border border-line bg-surface pr-6 pl-7 text-s outline-offset-1 placeholder:text-ink-3 pointer-coarse:h-9"
      />
      {typed !== "" && (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => {
            setTyped("");
            say("");
            field.current?.focus();
          }}
          className="absolute right-px flex size-6 items-center justify-center rounded-s text-ink-3 hover:text-ink pointer-coarse:size-9"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}

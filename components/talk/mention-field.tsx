"use client";

import { useId, useRef } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { cx } from "#components/ui/cx.ts";
import { Textarea } from "#components/ui/textarea.tsx";
import { useMentioning } from "./use-mentioning.ts";
import type { Written } from "./written.ts";

export type MentionFieldProps = {
  label: string;
  placeholder?: string;
  written: Written;
  onChange: (written: Written) => void;
  invalid?: boolean;
  autoFocus?: boolean;
};

/** A field for Markdown in which `@` offers the members. */
export function MentionField({ label, placeholder, written, onChange, invalid, autoFocus }: MentionFieldProps) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const { found, chosen, pick, look, leave, onKeyDown } = useMentioning({ box, written, onChange });
  const isOpen = found.length > 0;
  return (
    <div className="relative min-w-0">
      {isOpen && (
        <div
          role="listbox"
          id={`${id}-people`}
          aria-label="People to mention"
          className="floating scroll-quiet absolute bottom-full left-0 z-20 mb-1 max-h-64 w-64 max-w-full overflow-y-auto p-1"
        >
          {found.map((one, index) => (
            <div
              key={one.id}
              role="option"
              tabIndex={-1}
              id={`${id}-${one.id}`}
              aria-selected={index === chosen}
              // The field keeps the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                pick(one);
              }}
              className={cx(
                "flex min-h-8 cursor-pointer items-center gap-2 rounded-s px-2 pointer-coarse:min-h-11",
                index === chosen && "bg-hover",
              )}
            >
              <Avatar name={one.name} decorative />
              <span className="truncate" dir="auto">
                {one.name}
              </span>
            </div>
          ))}
        </div>
      )}
      <Textarea
        ref={box}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(isOpen ? { "aria-controls": `${id}-people` } : {})}
        {...(isOpen && found[chosen] ? { "aria-activedescendant": `${id}-${found[chosen].id}` } : {})}
        {...(invalid ? { "aria-invalid": true } : {})}
        autoFocus={autoFocus ?? false}
        placeholder={placeholder}
        value={written.text}
        onChange={(event) => {
          onChange({ ...written, text: event.target.value });
          look();
        }}
        onSelect={look}
        onBlur={leave}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

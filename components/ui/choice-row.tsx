"use client";

import { useId } from "react";
import { cx } from "./cx.ts";

export type ChoiceRowProps<V extends string> = {
  /** The question. */
  label: string;
  options: readonly { value: V; label: string }[];
  value: V | null;
  /** Told null when the answer is taken back, by choosing it again. */
  onValueChange: (value: V | null) => void;
};

/** A question with a few answers, one tap each. */
export function ChoiceRow<V extends string>({ label, options, value, onValueChange }: ChoiceRowProps<V>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-ink-2">{label}</legend>
      <div className="flex flex-wrap gap-1.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "inline-flex h-7 cursor-pointer select-none items-center rounded-full border px-3 transition-colors pointer-coarse:h-11 pointer-coarse:px-4",
              "has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 has-focus-visible:outline-solid",
              option.value === value
                ? "border-accent bg-selected text-ink"
                : "border-field bg-surface text-ink-2 hover:bg-hover hover:text-ink",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onValueChange(option.value)}
              onClick={() => option.value === value && onValueChange(null)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

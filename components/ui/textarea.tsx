"use client";

import type { ComponentPropsWithRef, KeyboardEvent } from "react";
import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";
import { useFieldControl } from "./field-context.ts";

export type TextareaProps = ComponentPropsWithRef<"textarea"> & {
  /** Called on Ctrl or ⌘ with Enter. Without it the key submits the form around the field. */
  onModEnter?: () => void;
};

export function Textarea({ className, onModEnter, onKeyDown, rows = 3, ...rest }: TextareaProps) {
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (onModEnter) onModEnter();
    else event.currentTarget.form?.requestSubmit();
  };
  return (
    <textarea
      dir="auto"
      {...rest}
      {...useFieldControl(rest)}
      rows={rows}
      onKeyDown={onKey}
      className={cx(controlClass, "field-sizing-content max-h-80 min-h-16 resize-y px-2.5 py-1.5", className)}
    />
  );
}

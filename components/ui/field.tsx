"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId, useMemo } from "react";
import { cx } from "./cx.ts";
import { FieldContext } from "./field-context.ts";

export type FieldProps = {
  label: string;
  /** One control: Input, Textarea, Select or Combobox. It finds its id and descriptions by itself. */
  children: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** Marks the field as one that may stay empty. */
  optional?: boolean;
  labelHidden?: boolean;
  className?: string;
};

export function Field({ label, children, hint, error, required, optional, labelHidden, className }: FieldProps) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  const control = useMemo(
    () => ({ id, describedBy: described, invalid: Boolean(error), required: Boolean(required) }),
    [id, described, error, required],
  );
  return (
    <div className={cx("grid content-start gap-1", className)}>
      <label htmlFor={id} className={cx(labelHidden ? "sr-only" : "text-ink-2")}>
        {label}
        {optional && <span className="ml-1.5 text-s text-ink-3">optional</span>}
      </label>
      <FieldContext value={control}>{children}</FieldContext>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-s text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-s text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}

"use client";

import type { ComponentPropsWithRef } from "react";
import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";
import { useFieldControl } from "./field-context.ts";

export type InputProps = ComponentPropsWithRef<"input">;

export function Input({ className, ...rest }: InputProps) {
  return (
    <input
      // What is typed has the direction of its language.
      dir="auto"
      {...rest}
      {...useFieldControl(rest)}
      className={cx(controlClass, "h-8 px-2.5 pointer-coarse:h-11", className)}
    />
  );
}

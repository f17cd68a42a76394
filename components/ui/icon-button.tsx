"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { cx } from "./cx.ts";
import { Tooltip } from "./tooltip.tsx";

export type IconButtonProps = Omit<ComponentPropsWithRef<"button">, "aria-label" | "children"> & {
  /** Says what it does; also shown as the tooltip. */
  label: string;
  icon: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
  shortcut?: string;
};

export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "m",
  shortcut,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <button {...rest} type={type} aria-label={label} className={cx(buttonClass(variant, size, true), className)}>
        {icon}
      </button>
    </Tooltip>
  );
}

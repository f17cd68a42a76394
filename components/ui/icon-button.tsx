"use client";

import { LoaderCircle } from "lucide-react";
import { type ComponentPropsWithRef, type MouseEvent, type ReactNode, useState } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { cx } from "./cx.ts";
import { Tooltip } from "./tooltip.tsx";

export type IconButtonProps = Omit<ComponentPropsWithRef<"button">, "aria-label" | "children" | "onClick"> & {
  /** While what it gives has not come to its end, the button is busy. */
  onClick?: ((event: MouseEvent<HTMLButtonElement>) => unknown) | undefined;
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
  onClick,
  ...rest
}: IconButtonProps) {
  const [busy, setBusy] = useState(false);
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    const done = onClick?.(event);
    if (!(done instanceof Promise)) return;
    setBusy(true);
    void done.finally(() => setBusy(false));
  };
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-busy={busy || undefined}
        aria-disabled={busy || rest["aria-disabled"]}
        onClick={busy ? (event) => event.preventDefault() : press}
        className={cx(buttonClass(variant, size, true), className)}
      >
        {busy ? <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> : icon}
      </button>
    </Tooltip>
  );
}

"use client";

import { LoaderCircle } from "lucide-react";
import { type ComponentPropsWithRef, type MouseEvent, type ReactNode, useState } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { cx } from "./cx.ts";
import { Kbd } from "./kbd.tsx";

export type ButtonProps = Omit<ComponentPropsWithRef<"button">, "size" | "onClick"> & {
  /** While what it gives has not come to its end, the button is busy. */
  onClick?: ((event: MouseEvent<HTMLButtonElement>) => unknown) | undefined;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** A key shown inside the button; announcing and binding it is the caller's. */
  shortcut?: string;
  /** Work is under way: the button stays focusable and ignores presses. */
  busy?: boolean;
};

export function Button({
  variant = "secondary",
  size = "m",
  icon,
  shortcut,
  busy: given = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const [isWorking, setWorking] = useState(false);
  const busy = given || isWorking;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    const done = onClick?.(event);
    if (!(done instanceof Promise)) return;
    setWorking(true);
    void done.finally(() => setWorking(false));
  };
  return (
    <button
      {...rest}
      type={type}
      className={cx(buttonClass(variant, size), className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"]}
      onClick={busy ? (event) => event.preventDefault() : press}
    >
      {busy ? <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> : icon}
      {children}
      {shortcut && <Kbd keys={shortcut} tone={variant === "primary" ? "inverse" : "plain"} />}
    </button>
  );
}

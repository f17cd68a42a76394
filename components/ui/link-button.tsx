import type { ComponentProps, ReactNode } from "react";
import { Link } from "#components/ui/link.tsx";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { cx } from "./cx.ts";
import { Kbd } from "./kbd.tsx";

export type LinkButtonProps = ComponentProps<typeof Link> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** A key shown inside; binding it is the caller's. */
  shortcut?: string;
};

export function LinkButton({
  variant = "secondary",
  size = "m",
  icon,
  shortcut,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  return (
    <Link {...rest} className={cx(buttonClass(variant, size), className)}>
      {icon}
      {children}
      {shortcut && <Kbd keys={shortcut} tone={variant === "primary" ? "inverse" : "plain"} />}
    </Link>
  );
}

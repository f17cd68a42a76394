import { cx } from "./cx.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "s" | "m";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-accent-ink hover:bg-accent-hover",
  secondary: "border-line bg-surface text-ink hover:bg-hover data-popup-open:bg-hover",
  ghost:
    "border-transparent text-ink-2 hover:bg-hover hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink",
  danger: "border-line bg-surface text-bad hover:border-transparent hover:bg-bad hover:text-bad-ink",
};

const sizes: Record<ButtonSize, { wide: string; square: string }> = {
  s: { wide: "h-6 gap-1 px-2 text-s pointer-coarse:h-8", square: "size-6 pointer-coarse:size-8" },
  m: { wide: "h-7 gap-1.5 px-2.5 text-m pointer-coarse:h-9", square: "size-7 pointer-coarse:size-9" },
};

/** The look shared by buttons and by links that look like one. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize, square = false): string {
  return cx(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-m border transition-colors",
    "aria-disabled:pointer-events-none aria-disabled:opacity-50 disabled:pointer-events-none disabled:opacity-50",
    variants[variant],
    square ? sizes[size].square : sizes[size].wide,
  );
}

import { ChevronDown } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { cx } from "./cx.ts";

export type ChipButtonProps = ComponentPropsWithRef<"button"> & {
  /** A filter that is set, as opposed to its default. */
  active?: boolean;
  /** Shows that it opens a menu. */
  menu?: boolean;
};

/** A chip to press: a filter, or the trigger of a Menu. */
export function ChipButton({ active, menu, className, children, type = "button", ...rest }: ChipButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={cx(
        "inline-flex h-6 max-w-full items-center gap-1 rounded-full border px-2.5 text-s whitespace-nowrap transition-colors pointer-coarse:h-9",
        active
          ? "border-accent bg-selected text-ink"
          : "border-line bg-surface text-ink-2 hover:bg-hover hover:text-ink",
        "data-popup-open:bg-hover data-popup-open:text-ink",
        className,
      )}
    >
      <span className="truncate" dir="auto">
        {children}
      </span>
      {menu && <ChevronDown aria-hidden className="-mr-0.5 size-3 shrink-0" />}
    </button>
  );
}

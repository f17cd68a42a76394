"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode, RefObject } from "react";
import { buttonClass } from "./button-class.ts";
import { cx } from "./cx.ts";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  titleHidden?: boolean;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. For a form, put the buttons inside it as `DialogFooter` instead. */
  footer?: ReactNode;
  size?: "s" | "m" | "l";
  trigger?: ReactElement;
  initialFocus?: RefObject<HTMLElement | null>;
  finalFocus?: RefObject<HTMLElement | null>;
};

const widths = { s: "sm:max-w-100", m: "sm:max-w-130", l: "sm:max-w-180" };

export function Dialog({
  open,
  onOpenChange,
  title,
  titleHidden,
  description,
  children,
  footer,
  size = "m",
  trigger,
  initialFocus,
  finalFocus,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          data-shortcuts="off"
          {...(initialFocus ? { initialFocus } : {})}
          {...(finalFocus ? { finalFocus } : {})}
          className={cx(
            "floating fixed inset-x-2 bottom-2 z-40 mx-auto flex max-h-[calc(100dvh-1rem)] flex-col",
            "sm:inset-x-4 sm:top-[12vh] sm:bottom-auto sm:max-h-[76vh]",
            widths[size],
          )}
        >
          <header className={cx("flex items-start gap-2 px-4 pt-3 pb-1", titleHidden && "sr-only")}>
            <div className="min-w-0 flex-1 py-1">
              <Base.Title className="font-strong text-m">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>}
            </div>
            <Base.Close aria-label="Close" className={cx(buttonClass("ghost", "m", true), "-mr-1.5")}>
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          {children && <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>}
          {footer && <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

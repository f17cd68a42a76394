"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { buttonClass } from "./button-class.ts";
import { cx } from "./cx.ts";

export type DrawerProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** A quiet line above the title, e.g. "Why is this here?". */
  eyebrow?: string;
  /** Icon buttons beside the close button. */
  actions?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Without it the page beside the panel stays usable; on a phone the panel covers it. */
  modal?: boolean;
  finalFocus?: RefObject<HTMLElement | null>;
};

export function Drawer({
  open,
  onOpenChange,
  title,
  eyebrow,
  actions,
  children,
  footer,
  modal = false,
  finalFocus,
}: DrawerProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)} modal={modal} disablePointerDismissal={!modal}>
      <Base.Portal>
        {modal && (
          <Base.Backdrop className="fixed inset-0 z-30 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        )}
        <Base.Popup
          {...(modal ? { "data-shortcuts": "off" } : {})}
          {...(finalFocus ? { finalFocus } : {})}
          className={cx(
            "fixed inset-0 z-30 flex flex-col bg-raised text-ink outline-none sm:left-auto sm:w-95",
            "transition-[opacity,translate] data-ending-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:translate-x-4 data-starting-style:opacity-0",
            "sm:border-l sm:border-line sm:shadow-panel",
          )}
        >
          <header className="flex items-start gap-1 py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1 py-1">
              {eyebrow && <p className="text-s text-ink-3">{eyebrow}</p>}
              <Base.Title className="font-strong text-read text-pretty">{title}</Base.Title>
            </div>
            {actions}
            <Base.Close aria-label="Close" className={buttonClass("ghost", "m", true)}>
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <section
            aria-label={title}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll a panel without controls
            tabIndex={0}
            className="scroll-quiet min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-6 focus-visible:-outline-offset-2"
          >
            {children}
          </section>
          {footer && <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

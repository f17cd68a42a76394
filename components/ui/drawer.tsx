"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef } from "react";
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
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)} modal={modal} disablePointerDismissal={!modal}>
      <Base.Portal>
        {modal && (
          <Base.Backdrop className="fixed inset-0 z-30 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        )}
        {/* The popup itself scrolls and takes the focus, so that the arrow keys move its content. */}
        <Base.Popup
          ref={popup}
          initialFocus={popup}
          {...(modal ? { "data-shortcuts": "off" } : {})}
          {...(finalFocus ? { finalFocus } : {})}
          className={cx(
            "scroll-quiet fixed inset-0 z-30 flex flex-col overflow-y-auto overscroll-contain bg-raised text-ink outline-none sm:left-auto sm:w-95",
            "transition-[opacity,translate] data-ending-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:translate-x-4 data-starting-style:opacity-0",
            "sm:top-12 sm:border-l sm:border-line sm:shadow-panel",
          )}
        >
          <div className="sticky top-0 z-1 flex items-start gap-1 bg-raised py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1 py-1">
              {eyebrow && <p className="text-s text-ink-3">{eyebrow}</p>}
              <Base.Title className="font-strong text-read text-balance wrap-anywhere" dir="auto">
                {title}
              </Base.Title>
            </div>
            {actions}
            <Base.Close aria-label="Close" className={buttonClass("ghost", "m", true)}>
              <X aria-hidden className="size-4" />
            </Base.Close>
          </div>
          <div className="flex-1 px-5 pt-1 pb-6">{children}</div>
          {footer && (
            <div className="sticky bottom-0 flex justify-end gap-2 border-t border-line bg-raised px-5 py-3">
              {footer}
            </div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

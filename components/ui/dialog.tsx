"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, type RefObject, useRef } from "react";
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
  /** It is closed by its buttons only, neither by Escape nor by a click beside it. */
  stays?: boolean;
  trigger?: ReactElement;
  /** What gets the focus; left out, the first field, or the dialog itself where there is none. */
  initialFocus?: RefObject<HTMLElement | null> | "dialog";
  finalFocus?: RefObject<HTMLElement | null>;
};

const firstField = "input:not([type=hidden]), textarea, [role=combobox]";
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
  stays = false,
  trigger,
  initialFocus,
  finalFocus,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const focus = () =>
    initialFocus === "dialog"
      ? popup.current
      : (initialFocus?.current ?? popup.current?.querySelector<HTMLElement>(firstField) ?? popup.current);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { reason, cancel }) => {
        if (stays && !next && reason !== "close-press") cancel();
        else onOpenChange(next);
      }}
    >
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          data-shortcuts="off"
          ref={popup}
          initialFocus={focus}
          {...(finalFocus ? { finalFocus } : {})}
          className={cx(
            "floating fixed inset-x-2 bottom-2 z-40 mx-auto flex max-h-[calc(100dvh-1rem)] flex-col overflow-hidden",
            "sm:inset-x-4 sm:top-[12vh] sm:bottom-auto sm:max-h-[76vh]",
            widths[size],
          )}
        >
          <div className={cx("flex items-start gap-2 px-4 pt-3 pb-1", titleHidden && "sr-only")}>
            <div className="min-w-0 flex-1 py-1">
              <Base.Title className="font-strong text-m">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-1 text-ink-2" dir="auto">
                  {description}
                </Base.Description>
              )}
            </div>
            <Base.Close aria-label="Close" className={cx(buttonClass("ghost", "m", true), "-mr-1.5")}>
              <X aria-hidden className="size-4" />
            </Base.Close>
          </div>
          {children && <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>}
          {footer && <div className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

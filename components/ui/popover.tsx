"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";

export type PopoverProps = {
  trigger: ReactElement;
  /** Names the popover for a screen reader, and stands above its content unless hidden. */
  title: string;
  titleHidden?: boolean;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
  className?: string;
};

export function Popover({
  trigger,
  title,
  titleHidden,
  children,
  open,
  onOpenChange,
  side = "bottom",
  align = "start",
  className,
}: PopoverProps) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50">
          <Base.Popup
            data-shortcuts="off"
            className={cx(
              "floating scroll-quiet max-h-(--available-height) w-80 max-w-[calc(100vw-1rem)] overflow-y-auto p-3",
              className,
            )}
          >
            <Base.Title className={cx(titleHidden ? "sr-only" : "mb-2 text-s text-ink-3")}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

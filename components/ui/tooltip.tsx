"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";
import { Kbd } from "./kbd.tsx";

export type TooltipProps = {
  content: string;
  /** Any element that takes a ref and props; give it its own accessible name. */
  children: ReactElement;
  shortcut?: string | undefined;
  side?: "top" | "bottom" | "left" | "right";
};

export function Tooltip({ content, children, shortcut, side = "bottom" }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-60">
          <Base.Popup className="floating flex max-w-72 items-center gap-2 px-2 py-1 text-s text-ink">
            {content}
            {shortcut && (
              <span className="whitespace-nowrap">
                <Kbd keys={shortcut} />
              </span>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

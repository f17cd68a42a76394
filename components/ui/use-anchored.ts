"use client";

import { type RefObject, useLayoutEffect } from "react";

const gap = 4;

/** Shows `layer` (an element with popover="manual") under `anchor`, as wide as it, or above where there is more room. */
export function useAnchored(
  open: boolean,
  anchor: RefObject<HTMLElement | null>,
  layer: RefObject<HTMLElement | null>,
): void {
  useLayoutEffect(() => {
    const box = layer.current;
    const field = anchor.current;
    if (!open || !box || !field) return;
    const place = () => {
      const { top, bottom, left, width } = field.getBoundingClientRect();
      const below = window.innerHeight - bottom - 2 * gap;
      const above = top - 2 * gap;
      const under = below >= Math.min(288, above);
      box.style.width = `${width}px`;
      box.style.left = `${left}px`;
      box.style.maxHeight = `${Math.min(288, under ? below : above)}px`;
      box.style.top = under ? `${bottom + gap}px` : "auto";
      box.style.bottom = under ? "auto" : `${window.innerHeight - top + gap}px`;
    };
    box.showPopover();
    place();
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, { capture: true });
      window.removeEventListener("resize", place);
      if (box.isConnected) box.hidePopover();
    };
  }, [open, anchor, layer]);
}

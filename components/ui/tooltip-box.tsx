"use client";

import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { Kbd } from "./kbd.tsx";

export type TooltipBoxProps = {
  anchor: HTMLElement;
  content: string;
  shortcut: string | undefined;
  /** The pointer has come to the words themselves. */
  onStay: () => void;
  onHide: () => void;
};

const gap = 6;
const edge = 5;

/** The words of a Tooltip, over everything else: under their button, or above it where there is no room. */
export function TooltipBox({ anchor, content, shortcut, onStay, onHide }: TooltipBoxProps) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = layer.current;
    if (!box) return;
    box.showPopover();
    const { top, bottom, left, width } = anchor.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = box;
    const middle = left + width / 2 - offsetWidth / 2;
    const below = bottom + gap;
    box.style.left = `${Math.max(edge, Math.min(middle, window.innerWidth - offsetWidth - edge))}px`;
    box.style.top = `${below + offsetHeight + edge > window.innerHeight ? top - gap - offsetHeight : below}px`;
  }, [anchor]);
  const hide = useEffectEvent(onHide);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && hide();
    const onScroll = () => hide();
    window.addEventListener("keydown", onKey, { capture: true });
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    window.addEventListener("resize", onScroll);
    return () => {
      window.removeEventListener("keydown", onKey, { capture: true });
      window.removeEventListener("scroll", onScroll, { capture: true });
      window.removeEventListener("resize", onScroll);
    };
  }, []);
  return createPortal(
    <div
      ref={layer}
      popover="manual"
      aria-hidden
      onPointerEnter={onStay}
      onPointerLeave={onHide}
      className="floating fixed inset-auto m-0 hidden w-max max-w-72 items-center gap-2 px-2 py-1 text-s text-ink open:flex"
    >
      {content}
      {shortcut && (
        <span className="whitespace-nowrap">
          <Kbd keys={shortcut} />
        </span>
      )}
    </div>,
    document.body,
  );
}

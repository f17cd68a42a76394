"use client";

import { type ComponentPropsWithRef, cloneElement, type ReactElement, useEffect, useRef, useState } from "react";
import { TooltipBox } from "./tooltip-box.tsx";

export type TooltipProps = {
  content: string;
  /** A button with an accessible name of its own: a screen reader says that, and no tooltip. */
  children: ReactElement<ComponentPropsWithRef<"button">>;
  shortcut?: string | undefined;
};

const delay = 500;
/** The way from the button to its tooltip, which may be pointed at itself. */
const grace = 100;
/** Whoever goes along a row of buttons waits for the first one only. */
const row = 400;

let hiddenAt = Number.NEGATIVE_INFINITY;
let hideShown: (() => void) | null = null;

/** Says what a button without words does, to the pointer and to who comes by keys. */
export function Tooltip({ content, children, shortcut }: TooltipProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stay = () => clearTimeout(timer.current);
  const later = (ms: number, next: () => void) => {
    stay();
    timer.current = setTimeout(next, ms);
  };
  const hide = () => {
    stay();
    if (hideShown === hide) hideShown = null;
    if (anchor !== null) hiddenAt = performance.now();
    setAnchor(null);
  };
  const show = (on: HTMLElement) => {
    stay();
    hideShown?.();
    setAnchor(on);
  };
  useEffect(() => {
    if (anchor !== null) hideShown = hide;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const own = children.props;
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: (event) => {
          own.onPointerEnter?.(event);
          const on = event.currentTarget;
          if (event.pointerType === "mouse") later(performance.now() - hiddenAt < row ? 0 : delay, () => show(on));
        },
        onPointerLeave: (event) => {
          own.onPointerLeave?.(event);
          later(grace, hide);
        },
        onPointerDown: (event) => {
          own.onPointerDown?.(event);
          hide();
        },
        onFocus: (event) => {
          own.onFocus?.(event);
          if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget);
        },
        onBlur: (event) => {
          own.onBlur?.(event);
          hide();
        },
      })}
      {anchor && <TooltipBox anchor={anchor} content={content} shortcut={shortcut} onStay={stay} onHide={hide} />}
    </>
  );
}

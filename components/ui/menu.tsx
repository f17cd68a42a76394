"use client";

import {
  type ComponentPropsWithRef,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  useCallback,
  useId,
  useRef,
  useState,
} from "react";
import type { MenuEntry } from "./menu-entry.tsx";
import { onDemand } from "./on-demand.tsx";
import { useLayerHome } from "./use-layer-home.ts";

const MenuLayer = onDemand(async () => (await import("./menu-layer.tsx")).MenuLayer);

export type MenuProps = {
  /** The button that opens it; keeps its own label. */
  trigger: ReactElement<ComponentPropsWithRef<"button"> & { "data-popup-open"?: "" }>;
  entries: readonly MenuEntry[];
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
};

/** A button and its menu. Only the button is there until the menu is asked for. */
export function Menu({ trigger, entries, side = "bottom", align = "start" }: MenuProps) {
  const id = useId();
  const [home, anchor] = useLayerHome();
  const button = useRef<HTMLButtonElement>(null);
  const ref = useCallback(
    (element: HTMLButtonElement | null) => {
      button.current = element;
      anchor(element);
    },
    [anchor],
  );
  const [open, setOpen] = useState(false);
  const [first, setFirst] = useState<"first" | "last" | null>(null);
  // It stays after the first time, to leave as it came.
  const [asked, setAsked] = useState(false);
  const show = (focus: typeof first) => {
    // Where a click does not give a button the focus, it could not come back to it.
    button.current?.focus();
    setFirst(focus);
    setAsked(true);
    setOpen(true);
  };
  return (
    <>
      {cloneElement(trigger, {
        ref,
        id: `${id}-button`,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        ...(open ? { "aria-controls": `${id}-menu`, "data-popup-open": "" } : {}),
        // A click without a pointer is a key.
        onClick: (event: MouseEvent) => (open ? setOpen(false) : show(event.detail === 0 ? "first" : null)),
        onKeyDown: (event: KeyboardEvent) => {
          if (open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
          event.preventDefault();
          show(event.key === "ArrowDown" ? "first" : "last");
        },
      })}
      {asked && (
        <MenuLayer
          open={open}
          onClose={() => setOpen(false)}
          button={button}
          buttonId={`${id}-button`}
          id={`${id}-menu`}
          first={first}
          home={home}
          entries={entries}
          side={side}
          align={align}
        />
      )}
    </>
  );
}

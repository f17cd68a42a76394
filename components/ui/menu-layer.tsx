"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { type MenuEntry, MenuEntryView } from "./menu-entry.tsx";

export type MenuLayerProps = {
  open: boolean;
  onClose: () => void;
  /** The button that opened it, where the focus returns to. */
  button: RefObject<HTMLElement | null>;
  buttonId: string;
  id: string;
  /** What has the focus first; null: the menu as a whole, as the pointer leaves it. */
  first: "first" | "last" | null;
  /** Where in the document it goes. */
  home: HTMLElement | undefined;
  entries: readonly MenuEntry[];
  side: "top" | "bottom" | "left" | "right";
  align: "start" | "center" | "end";
};

/** What a Menu's button opens. */
export function MenuLayer({ open, onClose, button, buttonId, id, first, home, entries, side, align }: MenuLayerProps) {
  const popup = useRef<HTMLDivElement>(null);
  const wanted = useRef<typeof first>(null);
  useLayoutEffect(() => {
    wanted.current = open ? first : null;
  }, [open, first]);
  /** The menu has the focus; a key means its first entry, or its last. */
  const onFocus = () => {
    const to = wanted.current;
    wanted.current = null;
    if (to === null) return;
    const items = popup.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not([data-disabled])");
    items?.item(to === "first" ? 0 : items.length - 1)?.focus();
  };
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal container={home}>
        <Base.Positioner
          anchor={button}
          side={side}
          align={align}
          sideOffset={4}
          positionMethod="fixed"
          className="z-50"
        >
          <Base.Popup
            ref={popup}
            onFocus={onFocus}
            id={id}
            aria-labelledby={buttonId}
            data-shortcuts="off"
            className="floating scroll-quiet max-h-(--available-height) min-w-48 max-w-80 overflow-y-auto p-1"
          >
            {entries.map((entry, at) => (
              <MenuEntryView
                key={entry.kind === "separator" ? `line-${at}` : entry.kind === "link" ? entry.href : entry.label}
                entry={entry}
              />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

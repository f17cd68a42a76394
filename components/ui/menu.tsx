"use client";

import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement } from "react";
import { type MenuEntry, MenuEntryView } from "./menu-entry.tsx";

export type MenuProps = {
  /** The button that opens it; keeps its own label. */
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
};

export function Menu({ trigger, entries, side = "bottom", align = "start" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50">
          <Base.Popup
            data-shortcuts="off"
            className="floating scroll-quiet max-h-(--available-height) min-w-48 max-w-80 overflow-y-auto p-1"
          >
            {entries.map((entry, at) => (
              <MenuEntryView key={entry.kind === "separator" ? `line-${at}` : entry.label} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

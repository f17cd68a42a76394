"use client";

import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement } from "react";
import { type MenuEntry, MenuEntryView } from "./menu-entry.tsx";
import { useLayerHome } from "./use-layer-home.ts";

export type MenuProps = {
  /** The button that opens it; keeps its own label. */
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
};

export function Menu({ trigger, entries, side = "bottom", align = "start" }: MenuProps) {
  const [home, anchor] = useLayerHome();
  return (
    <Base.Root>
      <Base.Trigger ref={anchor} render={trigger} />
      <Base.Portal container={home}>
        <Base.Positioner side={side} align={align} sideOffset={4} positionMethod="fixed" className="z-50">
          <Base.Popup
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

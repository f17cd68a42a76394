"use client";

import type { RefObject } from "react";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";

/** `J` and `K` go to the next and the last of the elements under `region` that are marked `data-stop`. */
export function useStops(region: RefObject<HTMLElement | null>): void {
  const go = (by: 1 | -1) => {
    const stops = [...(region.current?.querySelectorAll<HTMLElement>("[data-stop]") ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  useShortcuts([
    { keys: "j", label: "Next", group: "This page", run: () => go(1) },
    { keys: "k", label: "Previous", group: "This page", run: () => go(-1) },
  ]);
}

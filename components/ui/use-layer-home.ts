"use client";

import { useCallback, useState } from "react";

/** Where the layer that belongs to an element goes: into its landmark or dialog, so that it is read as part of it. */
export function useLayerHome() {
  const [home, setHome] = useState<HTMLElement | undefined>();
  const ref = useCallback((element: Element | null) => {
    setHome(element?.closest<HTMLElement>("[role=dialog], [data-layers], main") ?? undefined);
  }, []);
  return [home, ref] as const;
}

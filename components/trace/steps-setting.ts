"use client";

import { useSyncExternalStore } from "react";
import { keepHere, keptHere, watchKept } from "#components/ui/kept-here.ts";

const nameOf = (slug: string) => `throughline.first-steps.${slug}`;

/** Hides the first steps of a workspace, for whoever uses this browser. */
export const hideSteps = (slug: string): void => keepHere(nameOf(slug), "hidden");

/** Hidden until it is known, so that nothing flashes up that was sent away. */
export const useStepsHidden = (slug: string): boolean =>
  useSyncExternalStore(
    watchKept,
    () => keptHere(nameOf(slug)) === "hidden",
    () => true,
  );

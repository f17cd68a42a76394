"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
const read = () => (/Mac|iPhone|iPad/.test(navigator.platform) ? "mac" : "other");

/** Which names keys have here. The server says "other" and hydration corrects it without a mismatch. */
export function usePlatform(): "mac" | "other" {
  return useSyncExternalStore(never, read, () => "other");
}

"use client";

import { type ComponentType, useEffect, useState } from "react";
import { whenToastsWait } from "./toast.ts";
import { useFirstSign } from "./use-first-sign.ts";

/** So long is waited before loading is tried again, in milliseconds. */
const pause = 3_000;

/** The place of toasts, loaded at the first sign of somebody at the page, or for the first toast. */
export function Toasts() {
  const [Toaster, setToaster] = useState<ComponentType | null>(null);
  const [wanted, setWanted] = useState(false);
  useFirstSign(() => setWanted(true));
  useEffect(() => whenToastsWait(() => setWanted(true)), []);
  useEffect(() => {
    if (!wanted) return;
    let wait: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const load = async () => {
      try {
        const loaded = await import("./toaster.tsx");
        if (!gone) setToaster(() => loaded.Toaster);
      } catch {
        if (!gone) wait = setTimeout(() => void load(), pause);
      }
    };
    void load();
    return () => {
      gone = true;
      clearTimeout(wait);
    };
  }, [wanted]);
  return Toaster && <Toaster />;
}

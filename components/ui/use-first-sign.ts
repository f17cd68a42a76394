"use client";

import { useEffect, useEffectEvent } from "react";

const signs = ["pointermove", "pointerdown", "keydown", "click"] as const;

/** Calls once when the person at the page first moves the pointer, touches, or presses a key. */
export function useFirstSign(onSign: () => void): void {
  const seen = useEffectEvent(onSign);
  useEffect(() => {
    const leave = () => {
      for (const sign of signs) window.removeEventListener(sign, see, { capture: true });
    };
    const see = () => {
      leave();
      seen();
    };
    for (const sign of signs) window.addEventListener(sign, see, { capture: true, passive: true });
    return leave;
  }, []);
}

"use client";

import { type ComponentType, useEffect, useState } from "react";
import { ahead } from "./ahead.ts";
import { type HeldKeys, holdKeys } from "./held-keys.ts";
import { dismissToast, toast } from "./toast.ts";

export type OnDemandOptions = {
  /** Whether what is typed until it is there is meant for it; false where it leaves the keys to the page. */
  takesKeys?: boolean;
  /** Whether it is needed so seldom that it comes only when it is shown. */
  seldom?: boolean;
};

/** So long is waited before loading is tried again, in milliseconds. */
const pause = 3_000;

/**
 * A component that does not come with the page but when it is first shown, or before that at the first sign of somebody at
 * the page. Suspense would leave its stand-in on the screen for 300 ms.
 */
export function onDemand<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { takesKeys = true, seldom = false }: OnDemandOptions = {},
): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  const get = async () => {
    loaded ??= await load();
    return loaded;
  };
  if (typeof window !== "undefined" && !seldom) ahead(get);

  return function OnDemand(props: P) {
    const [Component, setComponent] = useState(() => loaded);
    const isHere = Component !== null;
    useEffect(() => {
      if (isHere) return;
      let keys: HeldKeys | null = takesKeys ? holdKeys() : null;
      let told: string | null = null;
      let gone = false;
      let wait: ReturnType<typeof setTimeout> | undefined;
      const ask = async () => {
        try {
          const found = await get();
          if (gone) return;
          setComponent(() => found);
          keys?.giveOver();
          if (told !== null) dismissToast(told);
        } catch {
          keys?.drop();
          if (gone) return;
          told ??= toast({ title: "This could not be loaded", description: "Trying again…", tone: "bad", timeout: 0 });
          wait = setTimeout(() => void ask(), pause);
        }
        keys = null;
      };
      void ask();
      return () => {
        gone = true;
        clearTimeout(wait);
        keys?.drop();
        if (told !== null) dismissToast(told);
      };
    }, [isHere]);
    return Component && <Component {...props} />;
  };
}

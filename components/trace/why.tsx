"use client";

import { lazy, Suspense, useState } from "react";
import { useWhy } from "./use-why.ts";

const WhyDrawer = lazy(async () => ({ default: (await import("./why-drawer.tsx")).WhyDrawer }));

/** The drawer of "Why?" once somebody has asked; pages are lighter without it. It stays, to leave as it came. */
export function Why() {
  const { subject } = useWhy();
  const [asked, setAsked] = useState(subject !== null);
  if (subject !== null && !asked) setAsked(true);
  if (!asked) return null;
  return (
    <Suspense>
      <WhyDrawer />
    </Suspense>
  );
}

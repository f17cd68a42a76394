"use client";

import { useState } from "react";
import { onDemand } from "#components/ui/on-demand.tsx";
import { useWhy } from "./use-why.ts";

// The page beside it stays usable, so its keys stay the page's.
const WhyDrawer = onDemand(async () => (await import("./why-drawer.tsx")).WhyDrawer, { takesKeys: false });

/** The drawer of "Why?" once somebody has asked; pages are lighter without it. It stays, to leave as it came. */
export function Why() {
  const { subject } = useWhy();
  const [asked, setAsked] = useState(subject !== null);
  if (subject !== null && !asked) setAsked(true);
  return asked && <WhyDrawer />;
}

"use client";

import { useRouter } from "next/navigation";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { navHref, navItems } from "./nav-items.ts";

/** `G` and then a page's letter leads there from anywhere. */
export function useGoKeys(slug: string): void {
  const router = useRouter();
  useShortcuts(
    navItems.map(({ key, label, go }) => ({
      keys: `g ${go}`,
      label: `Go to ${label}`,
      group: "Everywhere",
      run: () => router.push(navHref(slug, key)),
    })),
  );
}

"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Link } from "#components/ui/link.tsx";
import { settingsHref, settingsPages } from "./settings-href.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** The pages of the settings, beside their common title. */
export function SettingsNav() {
  const { slug } = useWorkspace();
  const path = usePathname();
  const here = useRef<HTMLAnchorElement>(null);
  // On a phone the later ones are beyond the edge.
  useEffect(() => {
    // Scrolling gives a promise in newer browsers, which is no way to end an effect.
    here.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, []);
  return (
    <nav aria-label="Settings" className="flex gap-1">
      {settingsPages.map(({ key, label }) => {
        const href = settingsHref(slug, key);
        return (
          <Link
            key={key}
            ref={path === href ? here : null}
            href={href}
            aria-current={path === href ? "page" : undefined}
            className="flex h-7 shrink-0 items-center whitespace-nowrap rounded-m px-2.5 text-ink-2 transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:text-ink pointer-coarse:h-9"
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}

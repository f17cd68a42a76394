"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import type { ReactNode } from "react";
import { loadAll } from "#components/ui/ahead.ts";
import { Announcer } from "#components/ui/announcer.tsx";
import { ShortcutListener } from "#components/ui/shortcut-listener.tsx";
import { Toasts } from "#components/ui/toasts.tsx";
import { useFirstSign } from "#components/ui/use-first-sign.ts";
import { SavingLine } from "./saving-line.tsx";

export type PageChromeProps = { children: ReactNode };

/** What the pages of a workspace need once: toasts, announcements, keys. Not for the sign-in page. */
export function PageChrome({ children }: PageChromeProps) {
  useFirstSign(() => void loadAll());
  return (
    <CSPProvider disableStyleElements>
      {children}
      <SavingLine />
      <Toasts />
      <Announcer />
      <ShortcutListener />
    </CSPProvider>
  );
}

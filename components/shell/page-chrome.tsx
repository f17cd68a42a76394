"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";
import { Announcer } from "#components/ui/announcer.tsx";
import { ShortcutListener } from "#components/ui/shortcut-listener.tsx";
import { Toaster } from "#components/ui/toaster.tsx";
import { SavingLine } from "./saving-line.tsx";

export type PageChromeProps = { children: ReactNode };

/** What the pages of a workspace need once: tooltips, toasts, announcements, keys. Not for the sign-in page. */
export function PageChrome({ children }: PageChromeProps) {
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500} closeDelay={0}>
        {children}
        <SavingLine />
        <Toaster />
        <Announcer />
        <ShortcutListener />
      </Tooltip.Provider>
    </CSPProvider>
  );
}

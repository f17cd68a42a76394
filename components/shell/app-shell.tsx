import type { ReactNode } from "react";
import { Sidebar, type SidebarProps } from "./sidebar.tsx";

export type AppShellProps = SidebarProps & { children: ReactNode };

/** The frame around every page of a workspace: it fills the window, and the parts of the page scroll. */
export function AppShell({ children, notice, ...sidebar }: AppShellProps) {
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#page"
        className="fixed top-2 left-2 z-80 -translate-y-20 rounded-m bg-accent px-3 py-1.5 text-accent-ink focus-visible:translate-y-0"
      >
        Skip to the page
      </a>
      <Sidebar {...sidebar} notice={notice} />
      <main
        id="page"
        tabIndex={-1}
        className="relative flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden pb-[calc(--spacing(13)+env(safe-area-inset-bottom)+1px)] outline-none md:pb-0"
      >
        {children}
        <div className="shrink-0 border-line bg-surface has-[p]:border-t md:hidden">{notice}</div>
      </main>
    </div>
  );
}

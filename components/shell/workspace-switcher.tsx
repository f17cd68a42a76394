"use client";

import { ChevronsUpDown } from "lucide-react";
import { Link } from "#components/ui/link.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { MenuEntry } from "#components/ui/menu-entry.tsx";
import { Logo } from "./logo.tsx";
import { landingOf, navHref } from "./nav-items.ts";
import { newWorkspaceEntry } from "./new-workspace-entry.tsx";
import { useWorkspace } from "./workspace-context.tsx";

/** A workspace that this person belongs to, and as what. */
export type OtherWorkspace = { slug: string; name: string; role: string };
export type WorkspaceSwitcherProps = { workspace: OtherWorkspace; others: readonly OtherWorkspace[] };

const start = ({ slug, role }: OtherWorkspace) => navHref(slug, landingOf(role));

const switchTo: MenuEntry = {
  kind: "note",
  label: "here",
  content: <span className="text-s text-ink-3">Switch to</span>,
};

const look = "mb-2 flex h-8 min-w-0 items-center gap-2 rounded-m px-2 text-left font-strong hover:bg-hover";

/** The workspace's name, which leads to where one begins; where there are others, or may be, a menu of them. */
export function WorkspaceSwitcher({ workspace, others }: WorkspaceSwitcherProps) {
  const { offersWorkspace } = useWorkspace();
  if (others.length === 0 && !offersWorkspace) {
    return (
      <Link href={start(workspace)} className={look}>
        <Logo />
        <span className="truncate" dir="auto">
          {workspace.name}
        </span>
      </Link>
    );
  }
  return (
    <Menu
      trigger={
        <button type="button" className={`${look} w-full data-popup-open:bg-hover`}>
          <Logo />
          <span className="sr-only">Workspace: </span>
          <span className="truncate" dir="auto">
            {workspace.name}
          </span>
          <ChevronsUpDown aria-hidden className="ml-auto size-3.5 shrink-0 text-ink-3" />
        </button>
      }
      entries={[
        ...(others.length > 0 ? [switchTo] : []),
        ...others.map((other) => ({ kind: "link" as const, label: other.name, href: start(other) })),
        ...(others.length > 0 && offersWorkspace ? [{ kind: "separator" as const }] : []),
        ...(offersWorkspace ? [newWorkspaceEntry] : []),
      ]}
    />
  );
}

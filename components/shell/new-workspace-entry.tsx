import { Plus } from "lucide-react";
import type { MenuEntry } from "#components/ui/menu-entry.tsx";
import { newWorkspaceHref } from "./nav-items.ts";

/** Ends a menu of workspaces, for those who may make another. */
export const newWorkspaceEntry: MenuEntry = {
  kind: "link",
  label: "New workspace…",
  href: newWorkspaceHref,
  icon: <Plus aria-hidden className="size-4 text-ink-3" />,
};

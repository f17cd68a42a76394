"use client";

import { useState } from "react";
import { onDemand } from "#components/ui/on-demand.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import type { Creating } from "./use-commands.ts";

const PaletteDialog = onDemand(async () => (await import("./palette-dialog.tsx")).PaletteDialog);

// Seldom made from here: every page would carry their fields along.
const seldom = { seldom: true };
const IdeaDialog = onDemand(async () => (await import("#components/ideas/idea-dialog.tsx")).IdeaDialog, seldom);
const InitiativeDialog = onDemand(
  async () => (await import("#components/roadmap/initiative-dialog.tsx")).InitiativeDialog,
  seldom,
);
const ObjectiveDialog = onDemand(
  async () => (await import("#components/objectives/objective-dialog.tsx")).ObjectiveDialog,
  seldom,
);
const CompanyDialog = onDemand(
  async () => (await import("#components/customers/company-dialog.tsx")).CompanyDialog,
  seldom,
);
const MetricDialog = onDemand(async () => (await import("#components/metrics/metric-dialog.tsx")).MetricDialog, seldom);

export type CommandPaletteProps = { open: boolean; onOpenChange: (open: boolean) => void; onSignOut: () => void };

/** One box over every record and everything that can be done. Its keys work everywhere in the workspace. */
export function CommandPalette({ open, onOpenChange, onSignOut }: CommandPaletteProps) {
  const [creating, setCreating] = useState<Creating | null>(null);
  // It stays after the first time, to leave as it came.
  const [asked, setAsked] = useState(false);
  if (open && !asked) setAsked(true);
  const show = () => onOpenChange(true);
  useShortcuts([
    { keys: "Mod+k", label: "Search, and everything one can do", group: "Everywhere", run: show },
    // A page with a filter of its own takes this key for it.
    { keys: "/", label: "Search", group: "Everywhere", fallback: true, run: show },
  ]);
  const done = (next: boolean) => !next && setCreating(null);
  return (
    <>
      {asked && <PaletteDialog open={open} onOpenChange={onOpenChange} onCreate={setCreating} onSignOut={onSignOut} />}
      {creating === "idea" && <IdeaDialog open onOpenChange={done} idea={null} />}
      {creating === "initiative" && <InitiativeDialog open onOpenChange={done} initiative={null} />}
      {creating === "objective" && <ObjectiveDialog open onOpenChange={done} objective={null} />}
      {creating === "company" && <CompanyDialog open onOpenChange={done} company={null} />}
      {creating === "metric" && <MetricDialog open onOpenChange={done} metric={null} />}
    </>
  );
}

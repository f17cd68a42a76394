"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SearchList } from "#components/ui/search-list.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import { fits, type PaletteItem } from "./palette-item.ts";
import { PaletteLine } from "./palette-line.tsx";
import { type RecentRecord, recentRecords, rememberRecord } from "./recent-records.ts";
import { type Creating, useCommands } from "./use-commands.ts";
import { useRecords } from "./use-records.ts";

// Seldom made from here: every page would carry their fields along.
const IdeaDialog = dynamic(async () => (await import("#components/ideas/idea-dialog.tsx")).IdeaDialog);
const InitiativeDialog = dynamic(
  async () => (await import("#components/roadmap/initiative-dialog.tsx")).InitiativeDialog,
);
const MetricDialog = dynamic(async () => (await import("#components/metrics/metric-dialog.tsx")).MetricDialog);

export type CommandPaletteProps = { open: boolean; onOpenChange: (open: boolean) => void; onSignOut: () => void };

/** One box over every record and everything that can be done. Its keys work everywhere in the workspace. */
export function CommandPalette({ open, onOpenChange, onSignOut }: CommandPaletteProps) {
  const [creating, setCreating] = useState<Creating | null>(null);
  const show = () => onOpenChange(true);
  useShortcuts([
    { keys: "Mod+k", label: "Search, and everything one can do", group: "Everywhere", run: show },
    // A page with a filter of its own takes this key for it.
    { keys: "/", label: "Search", group: "Everywhere", fallback: true, run: show },
  ]);
  const done = (next: boolean) => !next && setCreating(null);
  return (
    <>
      <Dialog open={open} onOpenChange={onOpenChange} title="Search and commands" titleHidden size="m">
        {open && <PaletteList onClose={() => onOpenChange(false)} onCreate={setCreating} onSignOut={onSignOut} />}
      </Dialog>
      {creating === "idea" && <IdeaDialog open onOpenChange={done} idea={null} />}
      {creating === "initiative" && <InitiativeDialog open onOpenChange={done} initiative={null} />}
      {creating === "metric" && <MetricDialog open onOpenChange={done} metric={null} />}
    </>
  );
}

const recentLine = (record: RecentRecord): PaletteItem => ({
  ...record,
  kind: "record",
  group: "Recent",
  title: [],
  excerpt: [],
});

type PaletteListProps = { onClose: () => void; onCreate: (what: Creating) => void; onSignOut: () => void };

function PaletteList({ onClose, onCreate, onSignOut }: PaletteListProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  // As they were when the palette was opened: it lies over the page whose keys they are.
  const commands = useCommands(onCreate, onSignOut);
  const [offered] = useState(commands);
  const [recent] = useState(() => recentRecords(slug).map(recentLine));
  const known = useCallback(
    (typed: string): PaletteItem[] =>
      typed === "" ? [...recent, ...offered] : offered.filter(({ label }) => fits(label, typed)).slice(0, 6),
    [offered, recent],
  );
  const search = useRecords();
  const onPick = (item: PaletteItem) => {
    onClose();
    if (item.kind === "record") {
      rememberRecord(slug, item);
      router.push(item.href);
      // The page keeps the focus meanwhile; what a command opens takes it from there.
    } else requestAnimationFrame(item.run);
  };
  return (
    <SearchList
      label="Search and commands"
      placeholder="Search, or say what to do…"
      emptyText="Nothing has these words"
      known={known}
      search={search}
      onPick={onPick}
      renderItem={(item) => <PaletteLine item={item} />}
    />
  );
}

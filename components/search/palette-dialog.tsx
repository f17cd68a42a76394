"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SearchList } from "#components/ui/search-list.tsx";
import { fits, type PaletteItem } from "./palette-item.ts";
import { PaletteLine } from "./palette-line.tsx";
import { type RecentRecord, recentRecords, rememberRecord } from "./recent-records.ts";
import { type Creating, useCommands } from "./use-commands.ts";
import { useRecords } from "./use-records.ts";

export type PaletteDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreate: (what: Creating) => void;
  onSignOut: () => void;
};

/** The box itself. */
export function PaletteDialog({ open, onOpenChange, onCreate, onSignOut }: PaletteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Search and commands" titleHidden size="m">
      {open && <PaletteList onClose={() => onOpenChange(false)} onCreate={onCreate} onSignOut={onSignOut} />}
    </Dialog>
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
  const { slug, account } = useWorkspace();
  const whose = { slug, accountId: account.id };
  const router = useRouter();
  // As they were when the palette was opened: it lies over the page whose keys they are.
  const commands = useCommands(onCreate, onSignOut);
  const [offered] = useState(commands);
  const [recent] = useState(() => recentRecords(whose).map(recentLine));
  const known = useCallback(
    (typed: string): PaletteItem[] =>
      typed === "" ? [...recent, ...offered] : offered.filter(({ label }) => fits(label, typed)).slice(0, 6),
    [offered, recent],
  );
  const { search, notes } = useRecords();
  const onPick = (item: PaletteItem) => {
    onClose();
    if (item.kind === "record") {
      rememberRecord(whose, item);
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
      notes={notes}
      onPick={onPick}
      renderItem={(item) => <PaletteLine item={item} />}
    />
  );
}

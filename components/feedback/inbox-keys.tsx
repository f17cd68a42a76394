"use client";

import { KeysBar } from "#components/shell/keys-bar.tsx";
import { useMay } from "#components/shell/workspace-context.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";
import type { Deed } from "./use-deeds.ts";

export type InboxKeysProps = {
  /** Whether a message is open. */
  open: boolean;
  deeds: readonly Deed[];
  onMove: (by: 1 | -1) => void;
  onOpen: () => void;
  onUndo: () => void;
};

const words: Record<string, string> = { l: "link to…", n: "new idea", s: "set aside", e: "done with it" };

/** The keys of the inbox, bound and shown along its bottom. */
export function InboxKeys({ open, deeds, onMove, onOpen, onUndo }: InboxKeysProps) {
  const mayAct = useMay("evidence:write");
  const group = "Inbox";
  useShortcuts([
    { keys: "j", label: "Next message", group, repeats: true, run: () => onMove(1) },
    { keys: "k", label: "The message before", group, repeats: true, run: () => onMove(-1) },
    { keys: "ArrowDown", label: "Next message", group, hidden: true, repeats: true, run: () => onMove(1) },
    { keys: "ArrowUp", label: "The message before", group, hidden: true, repeats: true, run: () => onMove(-1) },
    { keys: "Enter", label: "Open the message", group, hidden: true, run: onOpen },
  ]);
  useShortcuts([{ keys: "z", label: "Undo", group, run: onUndo }], mayAct);
  const keyed = deeds.flatMap(({ key }) => (key && words[key] ? [{ keys: [key], label: words[key] }] : []));
  return (
    <KeysBar
      keys={[
        ...keyed,
        ...(open ? [{ keys: ["j", "k"], label: "move" }] : []),
        ...(mayAct ? [{ keys: ["z"], label: "undo" }] : []),
        ...(open ? [{ keys: ["w"], label: "why" }] : []),
        { keys: ["?"], label: "all keys" },
      ]}
    />
  );
}

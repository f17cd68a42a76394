"use client";

import { useEffect, useState } from "react";
import { onDemand } from "./on-demand.tsx";
import { findShortcut, startsSequence } from "./shortcut-registry.ts";
import { singleKeysOn } from "./shortcut-setting.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const ShortcutsDialog = onDemand(async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog);

/** So long the second key of a sequence may take. */
const sequenceMs = 1_200;

/** Listens for every shortcut, and answers `?` with the list of them. One per page. */
export function ShortcutListener() {
  const [open, setOpen] = useState(false);
  // It stays after the first time, to leave as it came.
  const [asked, setAsked] = useState(false);
  const show = () => {
    setAsked(true);
    setOpen(true);
  };
  useShortcuts([{ keys: "?", label: "Show all keys", group: "Everywhere", run: show }]);
  useEffect(() => {
    let first = { keys: "", at: 0 };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const keys = chordOf(event);
      if (!keys || !mayAct(event, keys)) return;
      // By when they were pressed: a page that is busy for a moment loses no second key.
      const before = event.timeStamp - first.at <= sequenceMs ? first.keys : "";
      const shortcut = (before && findShortcut(`${before} ${keys}`)) || findShortcut(keys);
      first = { keys: !before && startsSequence(keys) ? keys : "", at: event.timeStamp };
      if (!shortcut) return;
      event.preventDefault();
      if (event.repeat && !shortcut.repeats) return;
      first.keys = "";
      shortcut.run(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return asked && <ShortcutsDialog open={open} onOpenChange={setOpen} />;
}

/** The pressed keys as shortcuts are written. Shift counts only where it does not make another character. */
function chordOf(event: KeyboardEvent): string {
  if (["Shift", "Control", "Alt", "Meta", "Dead", "Process"].includes(event.key)) return "";
  const letter = event.key.length === 1;
  const shift = event.shiftKey && (!letter || /[a-z]/i.test(event.key));
  return [event.ctrlKey || event.metaKey ? "Mod" : "", event.altKey ? "Alt" : "", shift ? "Shift" : "", event.key]
    .filter(Boolean)
    .join("+");
}

function mayAct(event: KeyboardEvent, keys: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-shortcuts='off']")) return false;
  const modified = keys.startsWith("Mod+");
  if (modified) return true;
  if (target?.closest("input, textarea, select, [contenteditable='true'], [role='combobox']")) return false;
  if (event.altKey || (event.key.length === 1 && event.key !== " " && !singleKeysOn())) return false;
  // Enter and Space belong to the control that has the focus.
  return !((event.key === "Enter" || event.key === " ") && target?.closest("a, button, summary, [role='button']"));
}

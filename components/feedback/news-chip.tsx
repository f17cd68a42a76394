"use client";

import { ArrowUp } from "lucide-react";
import { useEffect } from "react";
import { announce } from "#components/ui/announce.ts";
import { ChipButton } from "#components/ui/chip-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useShortcuts } from "#components/ui/use-shortcuts.ts";

export type NewsChipProps = { count: number; onLoad: () => void };

/** As many as one look at the list can tell. */
const most = 50;

/** What has come in since the list was read. It waits here, so that the list does not move; a press or `.` shows it. */
export function NewsChip({ count, onLoad }: NewsChipProps) {
  const words = `${count >= most ? `${most}+` : count} new`;
  useShortcuts([{ keys: ".", label: "Show what is new", group: "Inbox", run: onLoad }], count > 0);
  useEffect(() => {
    if (count > 0) announce(`${words}. Press the full stop to show them.`);
  }, [count, words]);
  if (count === 0) return null;
  return (
    <ChipButton active onClick={onLoad} className="shrink-0">
      <span className="inline-flex items-center gap-1">
        <ArrowUp aria-hidden className="size-3" />
        {words}
        <Kbd keys="." />
      </span>
    </ChipButton>
  );
}

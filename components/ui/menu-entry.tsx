"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "#components/ui/link.tsx";
import { cx } from "./cx.ts";
import { Kbd } from "./kbd.tsx";

export type MenuEntry =
  | {
      kind: "item";
      label: string;
      onSelect: () => void;
      icon?: ReactNode;
      shortcut?: string;
      danger?: boolean;
      disabled?: boolean;
    }
  | { kind: "link"; label: string; href: string; icon?: ReactNode }
  | { kind: "toggle"; label: string; checked: boolean; onChange: (checked: boolean) => void }
  | {
      kind: "choice";
      label: string;
      value: string;
      options: readonly { value: string; label: string; icon?: ReactNode }[];
      onChange: (value: string) => void;
    }
  | { kind: "note"; label: string; content: ReactNode }
  | { kind: "separator" };

const row =
  "flex min-h-7 items-center gap-2 rounded-s px-2 py-1 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover pointer-coarse:min-h-11";
const mark = "ml-auto size-4 shrink-0 text-accent";

export function MenuEntryView({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case "separator":
      return <Base.Separator className="-mx-1 my-1 h-px bg-line" />;
    case "note":
      return <div className="px-2 py-1.5">{entry.content}</div>;
    case "link":
      return (
        <Base.LinkItem closeOnClick render={<Link href={entry.href} />} className={row}>
          {entry.icon}
          <span className="truncate" dir="auto">
            {entry.label}
          </span>
        </Base.LinkItem>
      );
    case "toggle":
      return (
        <Base.CheckboxItem checked={entry.checked} onCheckedChange={entry.onChange} className={row}>
          <span className="truncate" dir="auto">
            {entry.label}
          </span>
          <Base.CheckboxItemIndicator className={mark}>
            <Check aria-hidden className="size-4" />
          </Base.CheckboxItemIndicator>
        </Base.CheckboxItem>
      );
    case "choice":
      return (
        <Base.Group>
          <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-s text-ink-3">{entry.label}</Base.GroupLabel>
          <Base.RadioGroup value={entry.value} onValueChange={(value: string) => entry.onChange(value)}>
            {entry.options.map((option) => (
              <Base.RadioItem key={option.value} value={option.value} closeOnClick className={row}>
                {option.icon}
                <span className="truncate" dir="auto">
                  {option.label}
                </span>
                <Base.RadioItemIndicator className={mark}>
                  <Check aria-hidden className="size-4" />
                </Base.RadioItemIndicator>
              </Base.RadioItem>
            ))}
          </Base.RadioGroup>
        </Base.Group>
      );
    case "item":
      return (
        <Base.Item
          onClick={entry.onSelect}
          {...(entry.disabled ? { disabled: true } : {})}
          className={cx(row, entry.danger && "text-bad")}
        >
          {entry.icon}
          <span className="truncate" dir="auto">
            {entry.label}
          </span>
          {entry.shortcut && (
            <span className="ml-auto pl-4 whitespace-nowrap">
              <Kbd keys={entry.shortcut} />
            </span>
          )}
        </Base.Item>
      );
  }
}

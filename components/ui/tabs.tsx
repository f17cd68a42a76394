"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Tab<V extends string> = { value: V; label: string; count?: number | string; content: ReactNode };

export type TabsProps<V extends string> = {
  /** Names the group of tabs. */
  label: string;
  tabs: readonly Tab<V>[];
  value: V;
  onValueChange: (value: V) => void;
  className?: string;
};

export function Tabs<V extends string>({ label, tabs, value, onValueChange, className }: TabsProps<V>) {
  return (
    <Base.Root value={value} onValueChange={(next: V) => onValueChange(next)} className={className}>
      <Base.List aria-label={label} className="flex gap-4 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className={cx(
              "-mb-px flex h-8 items-center gap-1.5 border-b-2 border-transparent whitespace-nowrap text-ink-2 transition-colors pointer-coarse:h-11",
              "hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:text-ink",
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="text-s text-ink-3">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-3 focus-visible:outline-offset-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

import type { ReactNode } from "react";

export type Horizon = "now" | "next" | "later" | "done";

export type ColumnHeaderProps = {
  id: string;
  label: string;
  count: number;
  /** What belongs here, in a few words: "Being worked on". */
  hint?: string;
  action?: ReactNode;
};

export function ColumnHeader({ id, label, count, hint, action }: ColumnHeaderProps) {
  return (
    <div className="flex min-h-8 items-center gap-2 px-0.5">
      <h2 id={id} className="font-strong" title={hint} dir="auto">
        {label}
      </h2>
      <span className="text-ink-3">
        {count}
        <span className="sr-only"> {count === 1 ? "card" : "cards"}</span>
      </span>
      {action && <span className="ml-auto">{action}</span>}
    </div>
  );
}

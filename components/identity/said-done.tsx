"use client";

import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";

export type SaidDoneProps = { children: ReactNode };

const focus = (element: HTMLElement | null) => element?.focus();

/** What was done, in place of the form that asked for it. It takes the focus, so that it is read out. */
export function SaidDone({ children }: SaidDoneProps) {
  return (
    <div
      role="status"
      tabIndex={-1}
      ref={focus}
      className="flex items-start gap-2.5 rounded-m border border-line bg-surface px-3 py-2.5 text-pretty outline-none"
    >
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </div>
  );
}

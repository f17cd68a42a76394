import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";

export type PanelProps = {
  /** Names the region. */
  label: string;
  children: ReactNode;
  /** Stays at the bottom while the rest scrolls. */
  footer?: ReactNode;
  className?: string;
};

/** The right-hand panel that belongs to a page, 320 px wide. For one that comes and goes, see Drawer. */
export function Panel({ label, children, footer, className }: PanelProps) {
  return (
    <aside aria-label={label} className={cx("flex w-80 shrink-0 flex-col border-l border-line", className)}>
      <div className="scroll-quiet grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-4">{children}</div>
      {footer && <div className="border-t border-line p-4">{footer}</div>}
    </aside>
  );
}

import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Figure = {
  label: string;
  /** What is not known is said to be so, in words. */
  value: ReactNode;
  /** A word and no number: set in the size around it. */
  isWord?: boolean;
  /** Every digit, shown while the pointer rests there. */
  exact?: string;
  note?: ReactNode;
};

export type FiguresProps = {
  figures: readonly Figure[];
  size?: "l" | "xl";
  /** The columns, e.g. "grid-cols-3". */
  className: string;
};

/** What one wants to know at a glance, in large figures. */
export function Figures({ figures, size = "xl", className }: FiguresProps) {
  return (
    <dl className={cx("grid gap-x-6 gap-y-4", className)}>
      {figures.map(({ label, value, isWord, exact, note }) => (
        <div key={label} className="min-w-0">
          <dt className="text-s text-ink-3">{label}</dt>
          <dd>
            <span
              className={cx("wrap-anywhere", isWord ? "text-ink-3" : size === "xl" ? "text-xl" : "text-l")}
              title={exact}
            >
              {value}
            </span>
            {note && <span className="block text-s text-ink-3">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

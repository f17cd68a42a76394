import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type ChipProps = {
  children: ReactNode;
  icon?: ReactNode;
  tone?: "plain" | "good" | "warn" | "bad";
  /** Gives it a remove button; `removeLabel` says what goes. */
  onRemove?: () => void;
  removeLabel?: string;
};

const tones = { plain: "text-ink-2", good: "text-good", warn: "text-warn", bad: "text-bad" };

export function Chip({ children, icon, tone = "plain", onRemove, removeLabel = "Remove" }: ChipProps) {
  return (
    <span
      className={cx(
        "inline-flex h-5.5 max-w-full items-center gap-1.5 rounded-full border border-line bg-surface px-2 text-s",
        tones[tone],
      )}
    >
      {icon}
      <span className="truncate" dir="auto">
        {children}
      </span>
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="-mr-1.5 flex size-5 items-center justify-center rounded-full text-ink-3 hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3" />
        </button>
      )}
    </span>
  );
}

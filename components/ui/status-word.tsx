import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleX, TrendingUp } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type StatusSign = "rising" | "good" | "partly" | "warn" | "bad" | "none";

export type StatusWordProps = { sign: StatusSign; children: ReactNode; className?: string };

const signs = {
  rising: { icon: TrendingUp, tone: "text-good" },
  good: { icon: CircleCheck, tone: "text-good" },
  partly: { icon: CircleMinus, tone: "text-warn" },
  warn: { icon: CircleAlert, tone: "text-warn" },
  bad: { icon: CircleX, tone: "text-bad" },
  none: { icon: CircleDashed, tone: "text-ink-3" },
};

/** A judgement: a word, an icon of its own shape, and a colour that only repeats them. */
export function StatusWord({ sign, children, className }: StatusWordProps) {
  const { icon: Icon, tone } = signs[sign];
  return (
    <span className={cx("inline-flex items-baseline gap-1 text-s", tone, className)}>
      <Icon aria-hidden className="mt-0.5 size-3 shrink-0 self-start" strokeWidth={2.25} />
      <span>{children}</span>
    </span>
  );
}

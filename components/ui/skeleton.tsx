import { cx } from "./cx.ts";

export type SkeletonProps = {
  /** Size and place, e.g. "h-4 w-40". */
  className?: string;
};

/** A grey shape where something will be. Put several into a LoadingRegion. */
export function Skeleton({ className }: SkeletonProps) {
  return <span aria-hidden className={cx("block animate-breathe rounded-s bg-hover", className ?? "h-4 w-full")} />;
}

"use client";

import { cx } from "./cx.ts";
import { formatAge, formatExactTime } from "./format-time.ts";
import { useNow } from "./use-now.ts";

export type RelativeTimeProps = {
  /** RFC 3339 instant. */
  at: string;
  /** "2 h ago" instead of "2 h". */
  ago?: boolean;
  className?: string;
};

// Server and browser may differ by a minute or a time zone: the first text is kept as it came, then renewed.
export function RelativeTime({ at, ago, className }: RelativeTimeProps) {
  const now = useNow();
  const instant = new Date(at);
  const age = formatAge(instant, new Date(now ?? Date.now()));
  return (
    <time
      dateTime={at}
      title={now === null ? undefined : formatExactTime(instant)}
      className={cx("whitespace-nowrap", className)}
      suppressHydrationWarning
    >
      {ago && /^\d+ (min|h|d)$/.test(age) ? `${age} ago` : age}
    </time>
  );
}

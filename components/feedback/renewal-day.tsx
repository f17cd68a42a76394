"use client";

import { cx } from "#components/ui/cx.ts";
import { formatPlainDay } from "#components/ui/format-time.ts";
import { useNow } from "#components/ui/use-now.ts";

export type RenewalDayProps = { /** YYYY-MM-DD */ day: string };

const soon = 60;

export function RenewalDay({ day }: RenewalDayProps) {
  const now = useNow();
  const date = formatPlainDay(day);
  if (now === null) return <time dateTime={day}>{date}</time>;
  const today = new Date(now);
  const days = Math.round(
    (Date.parse(`${day}T00:00:00Z`) - Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())) / 86_400_000,
  );
  const words = days < 0 ? `${-days} days ago` : days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
  return (
    <time dateTime={day} title={date} className={cx(days <= soon && "text-warn")}>
      {days > 365 ? date : words}
    </time>
  );
}

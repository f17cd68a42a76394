import { formatMoney, formatPlural } from "#components/ui/format.ts";
import { formatPlainDay } from "#components/ui/format-time.ts";
import type { FeedbackItem } from "./feedback.ts";

export type ReopenWhen = NonNullable<FeedbackItem["setAside"]>["reopenWhen"];

/** "Comes back on 1 Mar 2027, or when 5 companies have said it"; null where nothing brings it back by itself. */
export function comesBackWords(when: ReopenWhen, currency: string): string | null {
  const { on, renewalWithinDays, arr, companies } = when ?? {};
  const words = [
    on !== undefined && `on ${formatPlainDay(on)}`,
    renewalWithinDays !== undefined && `${formatPlural(renewalWithinDays, "day", "days")} before the company renews`,
    arr !== undefined && `when the company's ARR reaches ${formatMoney(arr, currency)}`,
    companies !== undefined && `when ${formatPlural(companies, "company has", "companies have")} said it`,
  ].filter(Boolean);
  return words.length === 0 ? null : `Comes back ${words.join(", or ")}`;
}

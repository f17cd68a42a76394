import { ChartLine, Inbox, Lightbulb, type LucideIcon, SquareKanban } from "lucide-react";

export type NavKey = "inbox" | "ideas" | "roadmap" | "metrics";
/** What stands beside a page's name; left out while unknown. */
export type NavCounts = Partial<Record<NavKey, number>>;

export type NavItem = { key: NavKey; label: string; icon: LucideIcon; counts: string };

export const navItems: readonly NavItem[] = [
  { key: "inbox", label: "Inbox", icon: Inbox, counts: "to triage" },
  { key: "ideas", label: "Ideas", icon: Lightbulb, counts: "open" },
  { key: "roadmap", label: "Roadmap", icon: SquareKanban, counts: "cards" },
  { key: "metrics", label: "Metrics", icon: ChartLine, counts: "metrics" },
];

export function navHref(slug: string, key: NavKey): string {
  return `/w/${slug}/${key}`;
}

import {
  Bell,
  Building2,
  ChartLine,
  FileUp,
  Inbox,
  Lightbulb,
  type LucideIcon,
  SquareKanban,
  Target,
  TrendingUp,
} from "lucide-react";

export type NavKey = "inbox" | "review" | "ideas" | "roadmap" | "objectives" | "companies" | "metrics";
/** What stands beside a page's name; left out while unknown. */
export type NavCounts = Partial<Record<NavKey, number>>;

/** `go` is the letter that leads there after G. `seldom`: on a phone it stands in the account menu, for want of room. */
export type NavItem = { key: NavKey; label: string; icon: LucideIcon; counts: string; go: string; seldom?: true };

export const navItems: readonly NavItem[] = [
  { key: "inbox", label: "Inbox", icon: Inbox, counts: "to triage", go: "i" },
  { key: "review", label: "Review", icon: TrendingUp, counts: "changes", go: "v" },
  { key: "ideas", label: "Ideas", icon: Lightbulb, counts: "open", go: "d" },
  { key: "roadmap", label: "Roadmap", icon: SquareKanban, counts: "cards", go: "r" },
  { key: "objectives", label: "Objectives", icon: Target, counts: "open", go: "o", seldom: true },
  { key: "companies", label: "Companies", icon: Building2, counts: "companies", go: "a" },
  { key: "metrics", label: "Metrics", icon: ChartLine, counts: "metrics", go: "m", seldom: true },
];

/** Not a page of records: beside the others on a wide screen, in the account menu on a phone. */
export const importItem = { label: "Import", icon: FileUp, counts: "" };
export const importsHref = (slug: string): string => `/w/${slug}/imports`;

/** One's own: between the search and the pages on a wide screen, in the account menu on a phone. */
export const bellItem = { label: "Notifications", icon: Bell, counts: "unread" };
export const notificationsHref = (slug: string): string => `/w/${slug}/notifications`;

/** Where somebody with this role begins: who decides looks at how the bets stand, who works takes the next message. */
export const landingOf = (role: string): NavKey => (role === "viewer" ? "review" : "inbox");

export function navHref(slug: string, key: NavKey): string {
  return `/w/${slug}/${key}`;
}

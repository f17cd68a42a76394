import {
  Bell,
  Building2,
  ChartLine,
  FileUp,
  Inbox,
  Lightbulb,
  type LucideIcon,
  MessageSquareQuote,
  SquareKanban,
  Target,
  TrendingUp,
} from "lucide-react";

export type NavKey = "requests" | "inbox" | "review" | "ideas" | "roadmap" | "objectives" | "companies" | "metrics";
/** What stands beside a page's name; left out while unknown. */
export type NavCounts = Partial<Record<NavKey, number>>;

/** `go` is the letter that leads there after G; `counts` what is counted beside the name. */
export type NavItem = { key: NavKey; label: string; icon: LucideIcon; counts?: string; go: string };

export const navItems: readonly NavItem[] = [
  { key: "inbox", label: "Inbox", icon: Inbox, counts: "to triage", go: "i" },
  { key: "requests", label: "My requests", icon: MessageSquareQuote, go: "q" },
  { key: "review", label: "Review", icon: TrendingUp, go: "v" },
  { key: "ideas", label: "Ideas", icon: Lightbulb, counts: "open", go: "d" },
  { key: "roadmap", label: "Roadmap", icon: SquareKanban, go: "r" },
  { key: "objectives", label: "Objectives", icon: Target, go: "o" },
  { key: "companies", label: "Companies", icon: Building2, go: "a" },
  { key: "metrics", label: "Metrics", icon: ChartLine, go: "m" },
];

/** Not a page of records: beside the others on a wide screen, in the account menu on a phone. */
export const importItem = { label: "Import", icon: FileUp };
export const importsHref = (slug: string): string => `/w/${slug}/imports`;

/** One's own: between the search and the pages on a wide screen, in the account menu on a phone. */
export const bellItem = { label: "Notifications", icon: Bell, counts: "unread" };
export const notificationsHref = (slug: string): string => `/w/${slug}/notifications`;

/**
 * Where somebody with this role begins: who decides looks at how the bets stand, who talks to customers at what became of
 * their requests, who triages takes the next message.
 */
export const landingOf = (role: string): NavKey =>
  role === "viewer" ? "review" : role === "contributor" ? "requests" : "inbox";

const seldom: readonly NavKey[] = ["objectives", "metrics"];
/** On a phone these stand in the account menu, for want of room. */
export const isSeldom = (key: NavKey, role: string): boolean =>
  seldom.includes(key) || key === (role === "contributor" ? "review" : "requests");

/** All pages, the one that this role begins with first. */
export const navItemsFor = (role: string): readonly NavItem[] => {
  const first = landingOf(role);
  return [...navItems.filter(({ key }) => key === first), ...navItems.filter(({ key }) => key !== first)];
};

export function navHref(slug: string, key: NavKey): string {
  return `/w/${slug}/${key}`;
}

/** Where an account makes a workspace; it is in none of those that are there. */
export const newWorkspaceHref = "/workspaces/new";

/** The request form; with a company, for a request of it. */
export const newRequestHref = (slug: string, companyId?: string): string =>
  `/w/${slug}/requests/new${companyId ? `?company=${companyId}` : ""}`;

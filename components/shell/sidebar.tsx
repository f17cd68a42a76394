"use client";

import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { type Account, AccountMenu } from "./account-menu.tsx";
import {
  bellItem,
  importItem,
  importsHref,
  isSeldom,
  type NavCounts,
  navHref,
  navItemsFor,
  notificationsHref,
} from "./nav-items.ts";
import { NavLink } from "./nav-link.tsx";
import { useMay } from "./workspace-context.tsx";
import { type OtherWorkspace, WorkspaceSwitcher } from "./workspace-switcher.tsx";

export type SidebarProps = {
  workspace: { slug: string; name: string };
  /** The other workspaces that this person belongs to. */
  others: readonly OtherWorkspace[];
  counts: NavCounts;
  /** Notifications, as many as 100. */
  unread: number;
  account: Account;
  onSignOut: () => void;
  onSearch: () => void;
  /** A word about the whole, when there is one. */
  notice?: ReactNode;
};

/** Left of the page from 768 px up; a bar at the bottom below that. */
export function Sidebar({ workspace, others, counts, unread, account, onSignOut, onSearch, notice }: SidebarProps) {
  const imports = useMay("feedback:import") ? importsHref(workspace.slug) : undefined;
  const pages = navItemsFor(account.role);
  const often = pages.filter(({ key }) => !isSeldom(key, account.role));
  const bell = notificationsHref(workspace.slug);
  const elsewhere = [
    {
      label: unread > 0 ? `Notifications (${unread > 99 ? "99+" : unread})` : bellItem.label,
      icon: bellItem.icon,
      href: bell,
    },
    ...pages
      .filter(({ key }) => isSeldom(key, account.role))
      .map(({ key, label, icon }) => ({ label, icon, href: navHref(workspace.slug, key) })),
    ...(imports ? [{ label: importItem.label, icon: importItem.icon, href: imports }] : []),
  ];
  return (
    <>
      <header data-layers className="hidden w-54 shrink-0 flex-col border-r border-line px-2 py-2 md:flex">
        <WorkspaceSwitcher workspace={{ ...workspace, role: account.role }} others={others} />
        <button
          type="button"
          onClick={onSearch}
          className="flex h-7.5 items-center gap-2 rounded-m px-2 text-ink-2 transition-colors hover:bg-hover hover:text-ink"
        >
          <Search aria-hidden className="size-4" strokeWidth={1.75} />
          Search
          <span aria-hidden className="ml-auto">
            <Kbd keys="Mod+k" />
          </span>
        </button>
        <nav aria-label="Pages" className="grid gap-0.5">
          <div className="mt-0.5 mb-2">
            <NavLink item={bellItem} href={bell} count={unread} most={99} place="side" />
          </div>
          {pages.map((item) => (
            <NavLink
              key={item.key}
              item={item}
              href={navHref(workspace.slug, item.key)}
              count={counts[item.key]}
              place="side"
            />
          ))}
          {imports && <NavLink item={importItem} href={imports} place="side" />}
        </nav>
        <div className="mt-auto">
          {notice}
          <AccountMenu account={account} slug={workspace.slug} onSignOut={onSignOut} place="side" />
        </div>
      </header>
      <nav
        data-layers
        aria-label="Pages"
        className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {often.map((item) => (
          <NavLink
            key={item.key}
            item={item}
            href={navHref(workspace.slug, item.key)}
            count={counts[item.key]}
            place="bottom"
          />
        ))}
        <button
          type="button"
          onClick={onSearch}
          className="flex min-h-13 flex-1 flex-col items-center justify-center gap-0.5 text-ink-2 text-s transition-colors hover:text-ink focus-visible:-outline-offset-2"
        >
          <Search aria-hidden className="size-5" strokeWidth={1.75} />
          Search
        </button>
        <AccountMenu
          account={account}
          slug={workspace.slug}
          others={others}
          onSignOut={onSignOut}
          place="bottom"
          pages={elsewhere}
          unread={unread}
        />
      </nav>
    </>
  );
}

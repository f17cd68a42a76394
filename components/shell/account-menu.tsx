"use client";

import { ArrowLeftRight, LogOut, type LucideIcon, Monitor, Moon, Settings, Sun } from "lucide-react";
import { Avatar } from "#components/ui/avatar.tsx";
import { cx } from "#components/ui/cx.ts";
import { Menu } from "#components/ui/menu.tsx";
import { setSingleKeys, useSingleKeys } from "#components/ui/shortcut-setting.ts";
import { landingOf, navHref } from "./nav-items.ts";
import { newWorkspaceEntry } from "./new-workspace-entry.tsx";
import { settingsHref } from "./settings-href.ts";
import { useTheme } from "./use-theme.ts";
import { useWorkspace } from "./workspace-context.tsx";
import type { OtherWorkspace } from "./workspace-switcher.tsx";

export type Account = { name: string; email: string; role: string };

export type AccountMenuProps = {
  account: Account;
  onSignOut: () => void;
  place: "side" | "bottom";
  slug: string;
  /** Where there is no switcher beside the pages. */
  others?: readonly OtherWorkspace[];
  /** Notifications that were not seen, told where they have no place of their own. */
  unread?: number;
  /** Pages that have no room beside the others here. */
  pages?: readonly { label: string; href: string; icon: LucideIcon }[];
};

const icon = "size-4 text-ink-3";
const themes = [
  { value: "system", label: "As the system", icon: <Monitor aria-hidden className={icon} /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden className={icon} /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden className={icon} /> },
] as const;

export function AccountMenu({
  account,
  onSignOut,
  place,
  slug,
  others = [],
  unread = 0,
  pages = [],
}: AccountMenuProps) {
  const [theme, setTheme] = useTheme();
  const singleKeys = useSingleKeys();
  const { offersWorkspace } = useWorkspace();
  return (
    <Menu
      side="top"
      align={place === "side" ? "start" : "end"}
      trigger={
        <button
          type="button"
          className={cx(
            "text-ink-2 transition-colors hover:text-ink",
            place === "side"
              ? "flex h-9 w-full min-w-0 items-center gap-2 rounded-m px-2 text-left hover:bg-hover data-popup-open:bg-hover"
              : "flex min-h-13 flex-auto flex-col items-center justify-center gap-0.5 text-s focus-visible:-outline-offset-2",
          )}
        >
          <span className={cx("relative flex", place === "bottom" && "-my-px")}>
            <Avatar name={account.name} decorative />
            {unread > 0 && (
              <span className="absolute -top-0.5 -right-0.5 size-2.5 rounded-full border-2 border-surface bg-accent">
                <span className="sr-only">Unread notifications, </span>
              </span>
            )}
          </span>
          {place === "side" && <span className="sr-only">Account: </span>}
          <span dir="auto" className="truncate">
            {place === "side" ? account.name : "Account"}
          </span>
        </button>
      }
      entries={[
        {
          kind: "note",
          label: "who",
          content: (
            <>
              <div className="truncate" dir="auto">
                {account.name}
              </div>
              <div className="truncate text-s text-ink-3">
                {account.email}, {account.role}
              </div>
            </>
          ),
        },
        { kind: "separator" },
        {
          kind: "choice",
          label: "Appearance",
          value: theme,
          options: themes,
          onChange: (value) => setTheme(value === "light" || value === "dark" ? value : "system"),
        },
        { kind: "separator" },
        ...pages.map(({ label, href, icon: Icon }) => ({
          kind: "link" as const,
          label,
          href,
          icon: <Icon aria-hidden className={icon} />,
        })),
        { kind: "toggle", label: "Single-key shortcuts", checked: singleKeys, onChange: setSingleKeys },
        {
          kind: "link",
          label: "Settings",
          href: settingsHref(slug, "members"),
          icon: <Settings aria-hidden className={icon} />,
        },
        ...others.map((other) => ({
          kind: "link" as const,
          label: `Switch to ${other.name}`,
          href: navHref(other.slug, landingOf(other.role)),
          icon: <ArrowLeftRight aria-hidden className={icon} />,
        })),
        ...(offersWorkspace && place === "bottom" ? [newWorkspaceEntry] : []),
        { kind: "separator" },
        { kind: "item", label: "Sign out", onSelect: onSignOut, icon: <LogOut aria-hidden className={icon} /> },
      ]}
    />
  );
}

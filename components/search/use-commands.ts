"use client";

import { useRouter } from "next/navigation";
import {
  bellItem,
  importItem,
  importsHref,
  landingOf,
  navHref,
  navItems,
  newWorkspaceHref,
  notificationsHref,
} from "#components/shell/nav-items.ts";
import { settingsHref } from "#components/shell/settings-href.ts";
import { useTheme } from "#components/shell/use-theme.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { listedShortcuts } from "#components/ui/shortcut-registry.ts";
import { setSingleKeys, useSingleKeys } from "#components/ui/shortcut-setting.ts";
import type { PaletteItem } from "./palette-item.ts";

const creatable = ["idea", "initiative", "objective", "company", "metric"] as const;
export type Creating = (typeof creatable)[number];
type Command = Extract<PaletteItem, { kind: "command" }>;

const themes = [
  { value: "light", label: "Appearance: light" },
  { value: "dark", label: "Appearance: dark" },
  { value: "system", label: "Appearance: as the system" },
] as const;

/** Everything that can be done from here: what this page's keys do, pages to go to, things to make, workspaces, settings. */
export function useCommands(onCreate: (what: Creating) => void, onSignOut: () => void): Command[] {
  const { slug, workspaces, offersWorkspace } = useWorkspace();
  const router = useRouter();
  const [theme, setTheme] = useTheme();
  const singleKeys = useSingleKeys();
  const mayImport = useMay("feedback:import");
  const mayManage = useMay("admin");
  const mayPlan = useMay("strategy:write");
  const may = {
    idea: useMay("ideas:write"),
    initiative: useMay("roadmap:write"),
    objective: mayPlan,
    company: useMay("customers:write"),
    metric: mayPlan,
  };
  const command = (group: string, label: string, run: () => void, keys?: string): Command => ({
    kind: "command",
    id: `${group}-${label}`.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-"),
    label,
    group,
    run,
    ...(keys ? { keys } : {}),
  });
  const make = creatable
    .filter((what) => may[what])
    .map((what) => command("Make", `New ${what}`, () => onCreate(what)));
  const others = workspaces
    .filter((one) => one.slug !== slug)
    .map((one) => ({
      ...command("Workspaces", `Switch to ${one.name}`, () => router.push(navHref(one.slug, landingOf(one.role)))),
      // Two may have the same name.
      id: `workspace-${one.slug}`,
    }));
  const pages = navItems.map(({ key, label, go }) =>
    command("Go to", `Go to ${label}`, () => router.push(navHref(slug, key)), `g ${go}`),
  );
  const listed = new Set([...make, ...pages].map(({ label }) => label));
  const here = listedShortcuts()
    .filter(({ keys, label }) => keys !== "Mod+k" && !listed.has(label))
    .map(({ keys, label, run }) => command("On this page", label, () => run(new KeyboardEvent("keydown")), keys));
  return [
    ...here,
    ...pages,
    command("Go to", `Go to ${bellItem.label}`, () => router.push(notificationsHref(slug))),
    ...(mayImport ? [command("Go to", importItem.label, () => router.push(importsHref(slug)))] : []),
    ...make,
    ...others,
    ...(offersWorkspace ? [command("Workspaces", "New workspace…", () => router.push(newWorkspaceHref))] : []),
    ...themes
      .filter(({ value }) => value !== theme)
      .map(({ value, label }) => command("Settings", label, () => setTheme(value))),
    command("Settings", `Turn single-key shortcuts ${singleKeys ? "off" : "on"}`, () => setSingleKeys(!singleKeys)),
    command("Settings", "Members", () => router.push(settingsHref(slug, "members"))),
    ...(mayManage ? [command("Settings", "Workspace", () => router.push(settingsHref(slug, "workspace")))] : []),
    command("Settings", "Products", () => router.push(settingsHref(slug, "products"))),
    command("Settings", "API keys", () => router.push(settingsHref(slug, "keys"))),
    command("Settings", "Account and password", () => router.push(settingsHref(slug, "account"))),
    command("Settings", "Notification settings", () => router.push(settingsHref(slug, "notifications"))),
    command("Settings", "Sign out", onSignOut),
  ];
}

export const settingsPages = [
  { key: "members", label: "Members" },
  { key: "account", label: "Account" },
] as const;

export type SettingsKey = (typeof settingsPages)[number]["key"];

export const settingsHref = (slug: string, key: SettingsKey): string => `/w/${slug}/settings/${key}`;

export const settingsPages = [
  { key: "members", label: "Members" },
  { key: "workspace", label: "Workspace" },
  { key: "products", label: "Products" },
  { key: "keys", label: "API keys" },
  { key: "account", label: "Account" },
  { key: "notifications", label: "Notifications" },
] as const;

export type SettingsKey = (typeof settingsPages)[number]["key"];

export const settingsHref = (slug: string, key: SettingsKey): string => `/w/${slug}/settings/${key}`;

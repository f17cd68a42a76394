import { type Role, roles } from "#lib/core/permissions.ts";

export const roleWords: Record<Role, { label: string; hint: string }> = {
  owner: { label: "Owner", hint: "everything, also making owners" },
  admin: { label: "Admin", hint: "members and settings too" },
  editor: { label: "Editor", hint: "triage, ideas, roadmap, metrics" },
  contributor: { label: "Contributor", hint: "adds feedback and customers" },
  viewer: { label: "Viewer", hint: "reads everything" },
};

/** As choices, in the order of their reach. */
export const roleOptions = (offered: (role: Role) => boolean) =>
  roles.filter(offered).map((value) => ({ value, ...roleWords[value] }));

/** Who may do what, on one screen. API.md, "Roles and scopes". */
export const scopes = [
  "read",
  "comment:write",
  "feedback:write",
  "evidence:write",
  "customers:write",
  "feedback:triage",
  "feedback:import",
  "ideas:write",
  "strategy:write",
  "metrics:ingest",
  "roadmap:write",
  "admin",
] as const;
/** What an API key may carry. */
export type ApiScope = (typeof scopes)[number];

/** What an operation may need. Deleting a workspace is for its owner and no key. */
export type Permission = ApiScope | "workspace:delete";

export const roles = ["owner", "admin", "editor", "contributor", "viewer"] as const;
export type Role = (typeof roles)[number];

const viewer: Permission[] = ["read", "comment:write"];
const contributor: Permission[] = [...viewer, "feedback:write", "evidence:write", "customers:write"];
const editor: Permission[] = [
  ...contributor,
  "feedback:triage",
  "feedback:import",
  "ideas:write",
  "strategy:write",
  "metrics:ingest",
  "roadmap:write",
];
const admin: Permission[] = [...editor, "admin"];

const table: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set([...admin, "workspace:delete"]),
  admin: new Set(admin),
  editor: new Set(editor),
  contributor: new Set(contributor),
  viewer: new Set(viewer),
};

/** The permissions that a role carries. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => table[role];

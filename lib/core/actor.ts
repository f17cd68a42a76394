import type { Permission, Role } from "./permissions.ts";

/** The workspace an actor acts in; what every screen and rule needs of it. */
export type ActorWorkspace = { id: string; slug: string; name: string; timeZone: string; currency: string };

/** Somebody who acts inside one workspace: a member, an API key, or the product itself (a job). */
export type Actor = {
  kind: "member" | "key" | "system";
  /** User id, API key id, or the job's name. */
  id: string;
  name: string;
  role: Role | null;
  permissions: ReadonlySet<Permission>;
  workspace: ActorWorkspace;
  requestId: string;
  /** Where the request came from, as the history keeps it; a job comes from nowhere. */
  address?: string | null;
};

/** Somebody before or across workspaces: for `instance` operations. */
export type Visitor = {
  kind: "anonymous" | "account" | "key" | "system";
  userId: string | null;
  sessionId: string | null;
  keyId: string | null;
  /** An API key belongs to one workspace; elsewhere it finds nothing. */
  keyWorkspaceId: string | null;
  address: string;
  userAgent: string | null;
  requestId: string;
};

/** The id of the person behind an actor, for columns that reference users. An API key or a job is nobody. */
export const personOf = (actor: Actor): string | null => (actor.kind === "member" ? actor.id : null);

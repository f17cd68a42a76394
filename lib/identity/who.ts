import type { Actor, Visitor } from "#lib/core/actor.ts";
import { notFound, unauthenticated } from "#lib/core/errors.ts";
import { permissionsOf } from "#lib/core/permissions.ts";
import { idInApiKey } from "./api-keys/format.ts";
import { readSessionCookie } from "./cookies.ts";
import { findApiKey, findMembership, findSession, noteUse } from "./lookups.ts";
import { Recent } from "./recent.ts";
import { digestOf, sameDigest } from "./secrets.ts";
import { secretInSessionToken } from "./session-token.ts";

/** Request → Visitor → Actor. The only place that decides who is asking. */

type Asked = {
  authorization: string | undefined;
  cookie: string | undefined;
  address: string;
  userAgent: string | null;
  requestId: string;
};
type Options = {
  /** Asks the database in any case; a page is seldom and must not show what has just ended. */
  fresh?: boolean;
};

/** With the time that a query takes, this lets every process hear of a revocation within a second. */
const staleMs = 800;
const sessions = new Recent<NonNullable<Awaited<ReturnType<typeof findSession>>>>(staleMs);
const keys = new Recent<NonNullable<Awaited<ReturnType<typeof findApiKey>>>>(staleMs);
const members = new Recent<NonNullable<Awaited<ReturnType<typeof findMembership>>>>(staleMs);

/** Forgets what this process has looked up, after a change that should count here at once. */
export function forgetIdentities(): void {
  for (const recent of [sessions, keys, members]) recent.clear();
}

const isOver = ({ endsAt }: { endsAt: number }) => endsAt <= performance.now();

const nobody = { kind: "anonymous", userId: null, sessionId: null, keyId: null, keyWorkspaceId: null } as const;

/**
 * Who sent this request. An Authorization header must be a good API key, or it is 401; a cookie that is of no use makes
 * an anonymous visitor, whom operations refuse if they need somebody.
 */
export async function resolveVisitor(asked: Asked, options: Options = {}): Promise<Visitor> {
  const { authorization, cookie, address, requestId } = asked;
  const from = { address: address.slice(0, 100), userAgent: asked.userAgent?.slice(0, 500) ?? null, requestId };
  if (authorization !== undefined) return { ...nobody, ...(await keyIn(authorization, options)), ...from };
  const token = readSessionCookie(cookie);
  if (token === null) return { ...nobody, ...from };
  const load = async () => {
    const secret = await secretInSessionToken(token);
    return secret === null ? null : findSession(digestOf(secret));
  };
  const session = await sessions.get(token, load, options.fresh);
  if (session === null || isOver(session)) return { ...nobody, ...from };
  return { ...nobody, kind: "account", userId: session.userId, sessionId: session.id, ...from };
}

async function keyIn(authorization: string, { fresh }: Options) {
  const key = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1];
  const id = key === undefined ? null : idInApiKey(key);
  if (key === undefined || id === null) throw unauthenticated({ reason: "malformed_key" });
  const known = await keys.get(id, () => findApiKey(id), fresh);
  if (known === null || isOver(known)) throw unauthenticated({ reason: "unknown_key" });
  if (!sameDigest(known.secretHash, digestOf(key))) throw unauthenticated({ reason: "wrong_key" });
  if (!known.used) {
    known.used = true;
    noteUse(id);
  }
  return { kind: "key" as const, keyId: id, keyWorkspaceId: known.workspace.id };
}

/** Whether a workspace could be called this. */
export const isSlug = (text: string): boolean => /^[a-z0-9-]{1,63}$/.test(text);

/**
 * The visitor as an actor in the workspace with this slug. 401 for somebody unknown; an unknown workspace and one that
 * the visitor does not belong to are the same 404.
 */
export async function actorFor(visitor: Visitor, slug: string, options: Options = {}): Promise<Actor> {
  const { kind, keyId, userId, requestId, address } = visitor;
  if (kind !== "key" && kind !== "account") throw unauthenticated({ reason: "nobody" });
  if (!isSlug(slug)) throw notFound();
  if (kind === "key" && keyId !== null) return { ...(await actorOfKey(keyId, slug, requestId, options)), address };
  if (userId === null) throw unauthenticated({ reason: "nobody" });
  const found = await members.get(`${userId}/${slug}`, () => findMembership(userId, slug), options.fresh);
  if (found === null) throw notFound({ reason: "not_a_member" });
  const { name, role, workspace } = found;
  return { kind: "member", id: userId, name, role, permissions: permissionsOf(role), workspace, requestId, address };
}

async function actorOfKey(id: string, slug: string, requestId: string, { fresh }: Options): Promise<Actor> {
  const load = () => findApiKey(id);
  let key = await keys.get(id, load, fresh);
  // The workspace may have been given this slug a moment ago.
  if (key !== null && key.workspace.slug !== slug) key = await keys.get(id, load, true);
  if (key === null) throw unauthenticated({ reason: "unknown_key" });
  if (key.workspace.slug !== slug) throw notFound({ reason: "key_of_another_workspace" });
  const { name, scopes, workspace } = key;
  return { kind: "key", id, name, role: null, permissions: new Set(scopes), workspace, requestId };
}

import { sql } from "drizzle-orm";
import { database } from "#db/client.ts";
import type { Actor, Visitor } from "#lib/core/actor.ts";

/** What let somebody in: for those who stay longer than a request takes. */
export type Pass = {
  sessionId: string | null;
  userId: string | null;
  keyId: string | null;
  workspaceId: string;
  /** What they may do, in words that change when it does. */
  role: string | null;
  scopes: string[] | null;
};

export const passOf = ({ sessionId, userId, keyId }: Visitor, { kind, role, permissions, workspace }: Actor): Pass => ({
  sessionId,
  userId,
  keyId,
  workspaceId: workspace.id,
  role,
  scopes: kind === "key" ? [...permissions].sort() : null,
});

/**
 * The indexes of the passes that would not be given like this any more: signed out, password changed, expired, removed,
 * in another role, the key revoked or changed, the workspace deleted. One query, whatever their number.
 */
export async function lapsedPasses(passes: readonly Pass[]): Promise<number[]> {
  const asked = passes.map(({ sessionId, userId, keyId, workspaceId, role, scopes }, n) => ({
    n,
    session_id: sessionId,
    user_id: userId,
    key_id: keyId,
    workspace_id: workspaceId,
    role,
    scopes,
  }));
  const rows = await database().transact({ workspaceId: null, mode: "read" }, ({ tx }) =>
    tx.execute<{ n: number }>(sql`
      select p.n
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as p(n int, session_id uuid, user_id uuid, key_id uuid, workspace_id uuid, role text, scopes jsonb)
      where not exists (select from workspaces w where w.id = p.workspace_id and w.deleted_at is null)
        or case when p.key_id is null then
          not exists (select from sessions s
            where s.id = p.session_id and s.user_id = p.user_id and s.revoked_at is null and s.expires_at > now())
          or not exists (select from memberships m
            where m.workspace_id = p.workspace_id and m.user_id = p.user_id and m.role = p.role and m.removed_at is null)
        else
          not exists (select from api_keys k
            where k.id = p.key_id and k.workspace_id = p.workspace_id and k.revoked_at is null
              and (k.expires_at is null or k.expires_at > now())
              and to_jsonb(k.scopes) @> p.scopes and to_jsonb(k.scopes) <@ p.scopes)
        end`),
  );
  return rows.map(({ n }) => n);
}

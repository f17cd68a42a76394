import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Role } from "#lib/core/permissions.ts";
import { digestOf } from "#lib/identity/secrets.ts";

type Open = {
  id: string;
  workspaceId: string;
  workspaceName: string;
  email: string;
  role: Role;
  invitedBy: string;
  expiresAt: string;
};

/** The invitation behind a link's token while it can be accepted; null when it was, was withdrawn, or is too old. */
export async function openInvitation(tx: Tx, token: string): Promise<Open | null> {
  const [found] = await tx.execute<Open>(sql`
    select i.id, i.workspace_id as "workspaceId", w.name as "workspaceName", i.email, i.role, i.expires_at as "expiresAt",
      coalesce(case i.created_by_kind
        when 'member' then (select u.name from users u where u.id = i.created_by)
        when 'key' then (select k.name from api_keys k where k.id = i.created_by)
      end, 'Throughline') as "invitedBy"
    from invitations i join workspaces w on w.id = i.workspace_id
    where i.token_hash = ${digestOf(token)} and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
      and w.deleted_at is null`);
  return found ?? null;
}

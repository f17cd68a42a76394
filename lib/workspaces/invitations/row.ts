import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { authorJson } from "#lib/core/author-row.ts";
import type { invitationOut } from "./schema.ts";

export type Invitation = z.output<typeof invitationOut>;

/** The invitations `i` of a workspace that nobody has accepted or withdrawn, as the API shows them. */
export const readInvitations = (tx: Tx, workspaceId: string, which: SQL, rest: SQL = sql``) =>
  tx.execute<Invitation>(sql`
    select i.id, i.email, i.role, ${authorJson(workspaceId, sql`i.created_by_kind`, sql`i.created_by`)} as "createdBy",
      i.created_at as "createdAt", i.expires_at as "expiresAt", i.version
    from invitations i
    where i.workspace_id = ${workspaceId} and i.accepted_at is null and i.revoked_at is null and ${which} ${rest}`);

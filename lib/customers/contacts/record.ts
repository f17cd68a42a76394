import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Contact } from "../schema.ts";

/** The contact's own values, under the names of the API. */
export type Held = Omit<Contact, "id" | "version" | "createdAt" | "updatedAt">;
export type ContactRow = Contact & { deleted: boolean };

/** The columns of a contact `p`, as the API shows them. Its company only while that is not deleted. */
export const contactColumns = (workspaceId: string): SQL => sql`
  p.id, p.name, p.email, p.role, p.persona, p.is_champion as "isChampion", p.version, p.created_at as "createdAt",
  p.updated_at as "updatedAt", p.deleted_at is not null as deleted,
  (select c.id from companies c where c.workspace_id = ${workspaceId}::uuid and c.id = p.company_id and c.deleted_at is null)
    as "companyId",
  (select coalesce(jsonb_agg(jsonb_build_object('source', x.source, 'id', x.external_id) order by x.source, x.external_id), '[]')
    from contact_external_ids x where x.workspace_id = ${workspaceId}::uuid and x.contact_id = p.id) as "externalIds"`;

async function find(tx: Tx, { workspace }: Actor, id: string, lock: SQL): Promise<ContactRow> {
  const [row] = await tx.execute<ContactRow>(sql`
    select ${contactColumns(workspace.id)} from contacts p
    where p.workspace_id = ${workspace.id}::uuid and p.id = ${id}::uuid ${lock}`);
  if (!row) throw notFound();
  return row;
}

/** One contact, also a deleted one, locked against other changes; 404 when there never was one. */
export const lockContactRow = (tx: Tx, actor: Actor, id: string): Promise<ContactRow> =>
  find(tx, actor, id, sql`for no key update of p`);

const living = (row: ContactRow): ContactRow => {
  if (row.deleted) throw notFound();
  return row;
};
export const lockContact = async (tx: Tx, actor: Actor, id: string): Promise<ContactRow> =>
  living(await lockContactRow(tx, actor, id));
export const readContact = async (tx: Tx, actor: Actor, id: string): Promise<ContactRow> =>
  living(await find(tx, actor, id, sql``));

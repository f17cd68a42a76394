import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Company } from "../schema.ts";

/** The company's own values, under the names of the API. */
export type Held = Omit<Company, "id" | "version" | "createdAt" | "updatedAt">;
export type CompanyRow = Company & { deleted: boolean; sortKey: string | number };

/** The columns of a company `c`, as the API shows them. */
export const companyColumns = (workspaceId: string): SQL => sql`
  c.id, c.name, c.arr, c.tier, c.lifecycle, c.renews_on as "renewsOn", c.health, c.owner_id as "ownerId", c.size, c.fields,
  c.version, c.created_at as "createdAt", c.updated_at as "updatedAt", c.deleted_at is not null as deleted,
  (select coalesce(jsonb_agg(d.domain order by d.domain), '[]') from company_domains d
    where d.workspace_id = ${workspaceId}::uuid and d.company_id = c.id) as domains,
  (select coalesce(jsonb_agg(jsonb_build_object('source', x.source, 'id', x.external_id) order by x.source, x.external_id), '[]')
    from company_external_ids x where x.workspace_id = ${workspaceId}::uuid and x.company_id = c.id) as "externalIds"`;

/** One company, also a deleted one, locked against other changes; 404 when there never was one. */
export async function lockCompanyRow(tx: Tx, actor: Actor, id: string): Promise<CompanyRow> {
  const [row] = await tx.execute<CompanyRow>(sql`
    select ${companyColumns(actor.workspace.id)} from companies c
    where c.workspace_id = ${actor.workspace.id}::uuid and c.id = ${id}::uuid for no key update of c`);
  if (!row) throw notFound();
  return row;
}

export async function lockCompany(tx: Tx, actor: Actor, id: string): Promise<CompanyRow> {
  const row = await lockCompanyRow(tx, actor, id);
  if (row.deleted) throw notFound();
  return row;
}

type Counts = { contacts: number; feedback: number; inbox: number; openAsks: number; ideas: number };
export type Detail = Company & { ownerName: string | null; counts: Counts };

/** Counts stop here, so that a company with a hundred thousand tickets is not counted through for its card. */
const counted = 1_001;

/** One company with what hangs on it; 404 when there is none. */
export async function readCompany(tx: Tx, actor: Actor, id: string): Promise<Detail> {
  const own = sql`${actor.workspace.id}::uuid`;
  const count = (rows: SQL) => sql`(select count(*) from (select ${rows} limit ${counted}) n)`;
  const feedback = sql`from feedback f where f.workspace_id = ${own} and f.company_id = c.id and f.deleted_at is null`;
  const [row] = await tx.execute<CompanyRow & Counts & { ownerName: string | null }>(sql`
    select ${companyColumns(actor.workspace.id)},
      (select u.name from users u join memberships m on m.user_id = u.id
        where m.workspace_id = ${own} and m.user_id = c.owner_id) as "ownerName",
      ${count(sql`from contacts p where p.workspace_id = ${own} and p.company_id = c.id and p.deleted_at is null`)} as contacts,
      ${count(feedback)} as feedback,
      ${count(sql`${feedback} and f.state = 'inbox'`)} as inbox,
      ${count(sql`${feedback} and exists (
        select from evidence e
        join ideas i on i.workspace_id = ${own} and i.id = e.idea_id and i.deleted_at is null
        join idea_stages s on s.workspace_id = ${own} and s.id = i.stage_id and s.category <> 'shipped'
        where e.workspace_id = ${own} and e.feedback_id = f.id)`)} as "openAsks",
      ${count(sql`from idea_demand d
        join ideas i on i.workspace_id = ${own} and i.id = d.idea_id and i.deleted_at is null
        where d.workspace_id = ${own} and d.company_id = c.id`)} as ideas
    from companies c where c.workspace_id = ${own} and c.id = ${id}::uuid and c.deleted_at is null`);
  if (!row) throw notFound();
  const { contacts, feedback: all, inbox, openAsks, ideas, ...company } = row;
  return { ...company, counts: { contacts, feedback: all, inbox, openAsks, ideas } };
}

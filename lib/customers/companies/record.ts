import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import type { Actor, ActorWorkspace } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { instantJson } from "#lib/core/instant-json.ts";
import { atRisk } from "../risk.ts";
import type { Company, companyCounts, companyIncludes, companyItem } from "../schema.ts";
import { isOpenAsk } from "./asks.ts";

/** The company's own values, under the names of the API. */
export type Held = Omit<Company, "id" | "version" | "createdAt" | "updatedAt">;
export type CompanyRow = Company & { deleted: boolean };
type Item = z.input<typeof companyItem>;
type Include = (typeof companyIncludes)[number][] | undefined;
export type ListedRow = Item & { sortKey: string | number };

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

/** The first 20 contacts with how many there are: champions first, then the newest. */
const contactsJson = (own: SQL): SQL => sql`(
  select jsonb_build_object('count', coalesce(max(p.total), 0), 'data', coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'name', p.name, 'email', p.email, 'role', p.role, 'persona', p.persona, 'isChampion', p.is_champion)
      order by p.is_champion desc, p.id desc), '[]'))
  from (
    select p.*, count(*) over () as total from contacts p
    where p.workspace_id = ${own} and p.company_id = c.id and p.deleted_at is null
    order by p.is_champion desc, p.id desc limit 20
  ) p)`;

/** The columns of a company `c` as lists show it: with its owner's name, its risk and what is added up for it. */
export function listedColumns(workspace: ActorWorkspace, include: Include): SQL {
  const own = sql`${workspace.id}::uuid`;
  return sql`${companyColumns(workspace.id)}, ${atRisk} as "isAtRisk",
    (select u.name from users u join memberships m on m.user_id = u.id
      where m.workspace_id = ${own} and m.user_id = c.owner_id) as "ownerName",
    (select jsonb_build_object('feedback', t.feedback, 'openIdeas', t.open_ideas, 'lastAt', ${instantJson(sql`t.last_at`)})
      from company_totals t where t.workspace_id = ${own} and t.company_id = c.id) as totals
    ${include?.includes("contacts") ? sql`, ${contactsJson(own)} as contacts` : sql``}`;
}

/** A row without what only the query needed. */
export const asCompany = ({ sortKey: _, ...company }: ListedRow): Item => company;

type Counts = z.input<typeof companyCounts>;
export type Detail = Item & { counts: Counts };

/** Counts stop here, so that a company with a hundred thousand tickets is not counted through for its card. */
const counted = 1_001;

/** One company with what hangs on it; 404 when there is none. */
export async function readCompany(tx: Tx, { workspace }: Actor, id: string, include?: Include): Promise<Detail> {
  const own = sql`${workspace.id}::uuid`;
  const count = (rows: SQL) => sql`(select count(*) from (select ${rows} limit ${counted}) n)`;
  const feedback = sql`from feedback f where f.workspace_id = ${own} and f.company_id = c.id and f.deleted_at is null`;
  const [row] = await tx.execute<Item & { counts: Counts }>(sql`
    select ${listedColumns(workspace, include)}, jsonb_build_object(
      'contacts', ${count(sql`from contacts p where p.workspace_id = ${own} and p.company_id = c.id and p.deleted_at is null`)},
      'feedback', ${count(feedback)},
      'inbox', ${count(sql`${feedback} and f.state = 'inbox'`)},
      'openAsks', ${count(sql`${feedback} and ${isOpenAsk(own)}`)},
      'ideas', ${count(sql`from idea_demand d
        join ideas i on i.workspace_id = ${own} and i.id = d.idea_id and i.deleted_at is null
        where d.workspace_id = ${own} and d.company_id = c.id`)}) as counts
    from companies c where c.workspace_id = ${own} and c.id = ${id}::uuid and c.deleted_at is null`);
  if (!row) throw notFound();
  return row;
}

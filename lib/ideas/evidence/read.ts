import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import type { ActorWorkspace } from "#lib/core/actor.ts";
import { authorJson } from "../author.ts";
import type { Link } from "./row.ts";
import type { evidenceItem } from "./schema.ts";

type Item = z.input<typeof evidenceItem>;
export type EvidenceRow = { ideaId: string; occurredAt: string; item: Item };

type Row = Link &
  Omit<Item["feedback"], "occurredAt"> & {
    idea_id: string;
    occurred_at: string;
    company: Item["company"];
    contact: Item["contact"];
  };

/**
 * Evidence with who said it and who linked it. `page` is a query that gives whole rows of `evidence`, already cut to a
 * page; `order` orders them as `e`.
 */
export async function readEvidence(tx: Tx, workspace: ActorWorkspace, page: SQL, order: SQL): Promise<EvidenceRow[]> {
  const own = sql`${workspace.id}::uuid`;
  const rows = await tx.execute<Row>(sql`
    with page as materialized (${page})
    select e.idea_id, f.id, f.number, f.title, f.state, e.occurred_at,
      left(regexp_replace(left(f.body, 600), '\\s+', ' ', 'g'), 280) as snippet,
      e.quote, e.importance, e.origin, e.linked_at as "linkedAt",
      ${authorJson(workspace.id, sql`e.linked_by_kind`, sql`e.linked_by`)} as "linkedBy",
      case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name, 'arr', c.arr) end as company,
      case when p.id is not null then jsonb_build_object('id', p.id, 'name', coalesce(p.name, p.email)) end as contact
    from page e
    join feedback f on f.workspace_id = ${own} and f.id = e.feedback_id
    left join companies c on c.workspace_id = ${own} and c.id = e.company_id and c.deleted_at is null
    left join contacts p on p.workspace_id = ${own} and p.id = f.contact_id and p.deleted_at is null
    order by ${order}`);
  return rows.map(({ idea_id, occurred_at, company, contact, ...row }) => {
    const { quote, importance, origin, linkedBy, linkedAt, ...feedback } = row;
    const said = { feedback: { ...feedback, occurredAt: occurred_at }, company, contact };
    return {
      ideaId: idea_id,
      occurredAt: occurred_at,
      item: { ...said, quote, importance, origin, linkedBy, linkedAt },
    };
  });
}

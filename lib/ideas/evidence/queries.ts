import { sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "#lib/core/errors.ts";
import { query } from "#lib/core/operation.ts";
import { defaultLimit, keyset, paged } from "#lib/core/pagination.ts";
import { authorJson } from "../author.ts";
import type { Link } from "./row.ts";
import { type evidenceItem, evidencePage, listEvidenceInput } from "./schema.ts";

type Item = z.input<typeof evidenceItem>;
type Row = Link &
  Omit<Item["feedback"], "occurredAt"> & {
    occurred_at: string;
    company: Item["company"];
    contact: Item["contact"];
  };

const key = keyset([
  { column: sql`e.occurred_at`, cast: "timestamptz", direction: "desc" },
  { column: sql`e.feedback_id`, cast: "uuid", direction: "desc" },
]);

/** What was said for an idea, the newest first. */
export const listEvidence = query({
  name: "evidence.list",
  needs: "read",
  input: listEvidenceInput,
  output: evidencePage,
  async run({ tx, actor }, { id, limit = defaultLimit, cursor }) {
    const own = sql`${actor.workspace.id}::uuid`;
    const [idea] = await tx.execute(
      sql`select from ideas where workspace_id = ${own} and id = ${id}::uuid and deleted_at is null`,
    );
    if (!idea) throw notFound();
    const after = key.after(cursor);
    const rows = await tx.execute<Row>(sql`
      with page as materialized (
        select e.* from evidence e
        where e.workspace_id = ${own} and e.idea_id = ${id}::uuid and e.counted ${after ? sql`and ${after}` : sql``}
        order by ${key.order} limit ${limit + 1})
      select f.id, f.number, f.title, f.state, e.occurred_at,
        left(regexp_replace(left(f.body, 600), '\\s+', ' ', 'g'), 280) as snippet,
        e.quote, e.importance, e.origin, e.linked_at as "linkedAt",
        ${authorJson(actor.workspace.id, sql`e.linked_by_kind`, sql`e.linked_by`)} as "linkedBy",
        case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name, 'arr', c.arr) end as company,
        case when p.id is not null then jsonb_build_object('id', p.id, 'name', coalesce(p.name, p.email)) end as contact
      from page e
      join feedback f on f.workspace_id = ${own} and f.id = e.feedback_id
      left join companies c on c.workspace_id = ${own} and c.id = e.company_id and c.deleted_at is null
      left join contacts p on p.workspace_id = ${own} and p.id = f.contact_id and p.deleted_at is null
      order by ${key.order}`);
    const item = ({ quote, importance, origin, linkedBy, linkedAt, company, contact, ...row }: Row): Item => ({
      feedback: { ...row, occurredAt: row.occurred_at },
      company,
      contact,
      quote,
      importance,
      origin,
      linkedBy,
      linkedAt,
    });
    return paged(rows, limit, item, (row) => [row.occurred_at, row.id]);
  },
});

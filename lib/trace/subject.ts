import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { notFound } from "#lib/core/errors.ts";
import type { TraceType } from "./schema.ts";

const numbered = (table: string) => sql`select r.number, r.title from ${sql.identifier(table)} r where true`;
const titled = (table: string, title: string) =>
  sql`select null::bigint as number, r.${sql.identifier(title)} as title from ${sql.identifier(table)} r where true`;

const records: Record<TraceType, SQL> = {
  company: titled("companies", "name"),
  contact: sql`select null::bigint as number, coalesce(r.name, r.email, '') as title from contacts r where true`,
  feedback: numbered("feedback"),
  idea: numbered("ideas"),
  initiative: numbered("initiatives"),
  outcome: sql`select null::bigint as number, m.name as title
    from outcomes r join metrics m on m.workspace_id = r.workspace_id and m.id = r.metric_id
    join initiatives i on i.workspace_id = r.workspace_id and i.id = r.initiative_id and i.deleted_at is null where true`,
  objective: titled("objectives", "title"),
  keyResult: sql`select null::bigint as number, r.title
    from key_results r join objectives o on o.workspace_id = r.workspace_id and o.id = r.objective_id and o.deleted_at is null
    where true`,
  metric: titled("metrics", "name"),
};

/** What the chain runs through; 404 when it is not there or was deleted. An outcome is called as its metric. */
export async function readSubject(tx: Tx, workspaceId: string, type: TraceType, id: string) {
  const [row] = await tx.execute<{ number: number | null; title: string }>(sql`
    ${records[type]} and r.workspace_id = ${workspaceId}::uuid and r.id = ${id}::uuid and r.deleted_at is null`);
  if (!row) throw notFound();
  return { type, id, ...row };
}

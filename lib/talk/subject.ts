import { type SQL, sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Subject, SubjectType } from "./schema.ts";

type Place = {
  table: string;
  /** The column of `comments` that points there. */
  column: string;
  title: string;
  /** More that must hold of the row `r`, for it to be there. */
  alive?: SQL;
};

/** Where each kind of record lies. */
export const places: Record<SubjectType, Place> = {
  feedback: { table: "feedback", column: "feedback_id", title: "title" },
  idea: { table: "ideas", column: "idea_id", title: "title", alive: sql`r.merged_into_id is null` },
  initiative: { table: "initiatives", column: "initiative_id", title: "title" },
  objective: { table: "objectives", column: "objective_id", title: "title" },
  keyResult: {
    table: "key_results",
    column: "key_result_id",
    title: "title",
    alive: sql`exists (select from objectives o
      where o.workspace_id = r.workspace_id and o.id = r.objective_id and o.deleted_at is null)`,
  },
  metric: { table: "metrics", column: "metric_id", title: "name" },
  company: { table: "companies", column: "company_id", title: "name" },
  contact: { table: "contacts", column: "contact_id", title: "name" },
};

/** The condition that the row `r` of such a record is there to be seen. */
export const isAlive = (type: SubjectType): SQL => sql`r.deleted_at is null and ${places[type].alive ?? sql`true`}`;

/** 404 when the record is not there. `keep`: it is kept from being deleted until the transaction ends. */
export async function requireSubject(
  { tx, actor }: Scope,
  { type, id }: Subject,
  { keep = false }: { keep?: boolean } = {},
): Promise<void> {
  const [row] = await tx.execute(sql`
    select from ${sql.identifier(places[type].table)} r
    where r.workspace_id = ${actor.workspace.id} and r.id = ${id} and ${isAlive(type)}
    ${keep ? sql`for share of r` : sql``}`);
  if (!row) throw notFound();
}

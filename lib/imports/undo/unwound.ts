import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import type { keptReasons } from "../schema.ts";

/** What an import noted of one record that it wrote. */
export type Written = {
  type: "feedback" | "contact" | "company";
  id: string;
  version: number;
  /** Null when the import made it. */
  before: { version: number; [field: string]: unknown } | null;
};

export type Kept = { id: string; reason: (typeof keptReasons)[number] };

/** What became of a batch. */
export type Undone = { deleted: string[]; restored: string[]; kept: Kept[] };

/** Ids as a list that SQL reads. */
export const idsOf = (ids: string[]) => sql`select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid`;

/** Why records differ from how the import left them: their source sent them anew, or somebody changed them. */
export async function reasonsOf({ tx, actor }: Scope, writes: Written[]): Promise<Kept[]> {
  if (writes.length === 0) return [];
  const asked = writes.map(({ type, id, version }) => ({ type, id, version }));
  const rows = await tx.execute<{ id: string; isSource: boolean }>(sql`
    select n.id, coalesce((
      select bool_and(e.after->>'by' = 'source') from events e
      where e.workspace_id = ${actor.workspace.id} and e.subject_type = n.type and e.subject_id = n.id
        and (e.after->>'version')::int > n.version), false) as "isSource"
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as n(type text, id uuid, version int)`);
  return rows.map(({ id, isSource }) => ({ id, reason: isSource ? "imported_again" : "edited" }));
}

/** Other imports that had left the record as it is again may still be undone too. */
export async function passOn({ tx, actor }: Scope, restored: { id: string; was: number; is: number }[]): Promise<void> {
  if (restored.length === 0) return;
  await tx.execute(sql`
    update import_writes w set version = n."is"
    from jsonb_to_recordset(${JSON.stringify(restored)}::jsonb) as n(id uuid, was int, "is" int)
    where w.workspace_id = ${actor.workspace.id} and w.id = n.id and w.version = n.was`);
}

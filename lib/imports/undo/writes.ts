import { sql } from "drizzle-orm";
import type { Recorded, Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Witness } from "#lib/feedback/ingest.ts";

/** What an import writes, noted beside it in the same transaction, so that all of it can be undone. */

/** Does `work` and notes what it makes and changes. */
export async function noted<T>(scope: Scope, importId: string, work: (witness: Witness) => Promise<T>): Promise<T> {
  const { entries } = scope.inner.recorder;
  const from = entries.length;
  const result = await work({ beforeUpdate: (ids) => noteFeedback(scope, importId, ids) });
  const written = entries.slice(from).flatMap(writeOf);
  if (written.length > 0) await note(scope, importId, written);
  return result;
}

type Write = { type: string; id: string; version: number; before: Values | null };

/** What was made is in the events, and so is what was changed of companies and contacts. */
function writeOf({ action, subject: { type, id }, before, after, personal }: Recorded): Write[] {
  const version = Number(after?.version);
  if (action === `${type}.created`) return [{ type, id, version, before: null }];
  if (type === "feedback") return [];
  return [{ type, id, version, before: { ...before, ...personal?.before } }];
}

/**
 * Whoever changed a record between two writes of the same import is seen by the gap that leaves. Of what the import changed
 * twice, what was there before the first time counts.
 */
const onConflict = sql`on conflict (workspace_id, import_id, type, id) do update set
  version = case when w.version = excluded.version - 1 then excluded.version else w.version end,
  before = excluded.before || w.before`;

async function note({ tx, actor }: Scope, importId: string, writes: Write[]): Promise<void> {
  // One that was made and then changed in the same batch is one that was made.
  const first = new Map<string, Write>();
  for (const write of writes) {
    const known = first.get(write.id);
    const before = known && (known.before === null ? null : { ...write.before, ...known.before });
    first.set(write.id, before === undefined ? write : { ...write, before });
  }
  await tx.execute(sql`
    insert into import_writes as w (workspace_id, import_id, type, id, version, before)
    select ${actor.workspace.id}::uuid, ${importId}::uuid, n.type, n.id, n.version, n.before
    from jsonb_to_recordset(${JSON.stringify([...first.values()])}::jsonb)
      as n(type text, id uuid, version int, before jsonb)
    ${onConflict}`);
}

/** Feedback is noted as it is in the database: its texts are long, and not in the events. */
async function noteFeedback({ tx, actor }: Scope, importId: string, ids: string[]): Promise<void> {
  await tx.execute(sql`
    insert into import_writes as w (workspace_id, import_id, type, id, version, before)
    select f.workspace_id, ${importId}::uuid, 'feedback', f.id, f.version + 1, jsonb_build_object(
      'version', f.version, 'title', f.title, 'body', f.body, 'body_original', f.body_original,
      'external_url', f.external_url, 'status_at_source', f.status_at_source, 'contact_id', f.contact_id,
      'company_id', f.company_id, 'tags', f.tags, 'kind', f.kind, 'messages', f.messages, 'fields', f.fields,
      'occurred_at', f.occurred_at, 'source_updated_at', f.source_updated_at, 'content_hash', f.content_hash)
    from feedback f
    where f.workspace_id = ${actor.workspace.id}::uuid
      and f.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    ${onConflict}`);
}

import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { ownLength } from "#lib/feedback/own-words/rules.ts";
import { idsOf, type Kept, passOn, reasonsOf, type Undone, type Written } from "./unwound.ts";

type Row = { id: string; version: number; isDeleted: boolean; isLinked: boolean };

/** Deletes the feedback that an import made and puts back what it changed, as far as nobody touched it since. */
export async function unwindFeedback(scope: Scope, writes: Written[]): Promise<Undone> {
  const { tx, actor } = scope;
  // A link takes the feedback's row lock too, so none can be made meanwhile.
  const rows = await tx.execute<Row>(sql`
    select f.id, f.version, f.deleted_at is not null as "isDeleted" from feedback f
    where f.workspace_id = ${actor.workspace.id} and f.id in (${idsOf(writes.map(({ id }) => id))})
    order by f.id for no key update`);
  const linked = await tx.execute<{ id: string }>(sql`
    select distinct e.feedback_id as id from evidence e
    where e.workspace_id = ${actor.workspace.id} and e.feedback_id in (${idsOf(rows.map(({ id }) => id))})`);
  const links = new Set(linked.map(({ id }) => id));
  const there = new Map(rows.map((row) => [row.id, row]));
  const made: Written[] = [];
  const changed: Written[] = [];
  const touched: Written[] = [];
  const kept: Kept[] = [];
  for (const write of writes) {
    const row = there.get(write.id);
    // What is deleted already needs nobody to delete it.
    if (!row || row.isDeleted) continue;
    if (write.before === null && links.has(write.id)) kept.push({ id: write.id, reason: "linked" });
    else if (row.version !== write.version) touched.push(write);
    else if (write.before === null) made.push(write);
    else changed.push(write);
  }
  await remove(scope, made);
  await putBack(scope, changed);
  kept.push(...(await reasonsOf(scope, touched)));
  return { deleted: made.map(({ id }) => id), restored: changed.map(({ id }) => id), kept };
}

/** As a person deletes it; but its external id is free again, so that the file can be mended and sent anew. */
async function remove({ tx, actor, now, record }: Scope, writes: Written[]): Promise<void> {
  if (writes.length === 0) return;
  await tx.execute(sql`
    update feedback set deleted_at = ${now.toISOString()}::timestamptz, external_id = null, content_hash = null,
      version = version + 1, updated_at = ${now.toISOString()}::timestamptz
    where workspace_id = ${actor.workspace.id} and id in (${idsOf(writes.map(({ id }) => id))})`);
  for (const { id, version } of writes) {
    record({
      action: "feedback.deleted",
      subject: { type: "feedback", id },
      before: { deleted: false, version },
      after: { deleted: true, by: "import", version: version + 1 },
    });
  }
}

async function putBack(scope: Scope, writes: Written[]): Promise<void> {
  if (writes.length === 0) return;
  const { tx, actor, now, record } = scope;
  const values = writes.map(({ id, before }) => ({ ...before, id, ownLength: ownLength(String(before?.body ?? "")) }));
  await tx.execute(sql`
    update feedback f set title = b.title, body = b.body, own_length = b."ownLength", body_original = b.body_original, external_url = b.external_url,
      status_at_source = b.status_at_source,
      -- Who said it may have been deleted for good since.
      contact_id = (select p.id from contacts p where p.workspace_id = f.workspace_id and p.id = b.contact_id),
      company_id = (select c.id from companies c where c.workspace_id = f.workspace_id and c.id = b.company_id), tags = b.tags,
      kind = b.kind, messages = b.messages, fields = b.fields, occurred_at = b.occurred_at,
      source_updated_at = b.source_updated_at, content_hash = b.content_hash, version = f.version + 1,
      updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as b(id uuid,
      title text, body text, "ownLength" int, body_original text, external_url text, status_at_source text, contact_id uuid,
      company_id uuid, tags text[], kind text, messages jsonb, fields jsonb, occurred_at timestamptz,
      source_updated_at timestamptz, content_hash text)
    where f.workspace_id = ${actor.workspace.id} and f.id = b.id`);
  await passOn(
    scope,
    writes.map(({ id, version, before }) => ({ id, was: before?.version ?? 0, is: version + 1 })),
  );
  for (const { id, version } of writes) {
    record({
      action: "feedback.updated",
      subject: { type: "feedback", id },
      before: { version },
      after: { by: "source", version: version + 1 },
    });
  }
}

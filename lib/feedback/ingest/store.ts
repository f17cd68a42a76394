import { sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Match } from "#lib/customers/matching.ts";
import type { Folded, Stored } from "./fold.ts";
import { titleFrom, type Words } from "./words.ts";

/** One piece of feedback to write, with its words converted and its customer found. */
export type Entry = {
  id: string;
  folded: Folded;
  words: Words;
  match: Match;
  /** The record says nothing of a contact, or the one it has already. */
  keepsContact: boolean;
};

/** What the database has under these records' keys: one statement. */
export async function lookUpStored({ tx, actor }: Scope, keys: { source: string; externalId: string }[]) {
  if (keys.length === 0) return new Map<string, Stored>();
  const own = sql`${actor.workspace.id}::uuid`;
  const rows = await tx.execute<Omit<Stored, "key"> & { source: string; externalId: string }>(sql`
    select f.id, f.source, f.external_id as "externalId", f.content_hash as "contentHash",
      f.source_updated_at as "sourceUpdatedAt", f.deleted_at is not null as "isDeleted", p.name as "contactName"
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(source text, "externalId" text)
    join feedback f on f.workspace_id = ${own} and f.source = k.source and f.external_id = k."externalId"
    left join contacts p on p.workspace_id = ${own} and p.id = f.contact_id`);
  return new Map(
    rows.map(({ source, externalId, ...row }) => {
      const key = `${source}\u0000${externalId}`;
      return [key, { ...row, key }];
    }),
  );
}

/** Waits until no other call is making feedback in this workspace: what it makes can be seen afterwards. */
export async function awaitNumbers({ tx }: Scope): Promise<void> {
  await tx.execute(sql`select allocate_numbers('feedback', 0)`);
}

/** Writes new feedback and an event for each: one statement, and numbers in the order of the records. */
export async function insertNew(scope: Scope, entries: Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const { tx, actor, now, record } = scope;
  const rows = entries.map(({ id, folded, words, match }, n) => {
    const { record: given, source, hash } = folded;
    const body = words.body ?? "";
    return {
      n,
      id,
      title: words.title || titleFrom(body),
      body,
      original: words.bodyOriginal,
      source,
      externalId: given.externalId,
      externalUrl: given.externalUrl,
      status: given.status,
      ...match,
      tags: given.tags && [...new Set(given.tags)],
      kind: given.kind,
      messages: words.messages ?? [],
      fields: given.fields ?? {},
      at: given.occurredAt ?? words.messages?.[0]?.at ?? given.updatedAt ?? now.toISOString(),
      updatedAt: given.updatedAt,
      hash: given.externalId ? hash : null,
    };
  });
  await tx.execute(sql`
    insert into feedback (workspace_id, id, number, title, body, body_original, source, external_id, external_url,
      status_at_source, contact_id, company_id, tags, kind, messages, fields, occurred_at, source_updated_at, content_hash,
      created_by, created_by_kind, created_at, updated_at)
    select ${actor.workspace.id}::uuid, r.id, first.number + r.n, r.title, r.body, r.original, r.source, r."externalId",
      r."externalUrl", r.status, r."contactId", r."companyId", coalesce(r.tags, '{}'), r.kind, r.messages, r.fields, r.at,
      r."updatedAt", r.hash, ${authorId(actor)}::uuid, ${actor.kind}, ${now.toISOString()}::timestamptz,
      ${now.toISOString()}::timestamptz
    from (select allocate_numbers('feedback', ${rows.length}) as number) first
    cross join json_to_recordset(${JSON.stringify(rows)}::json) as r(n int, id uuid, title text, body text, original text,
      source text, "externalId" text, "externalUrl" text, status text, "contactId" uuid, "companyId" uuid, tags text[],
      kind text, messages jsonb, fields jsonb, at timestamptz, "updatedAt" timestamptz, hash text)`);
  for (const { id, folded, match } of entries) {
    record({
      action: "feedback.created",
      subject: { type: "feedback", id },
      after: { source: folded.source, companyId: match.companyId, version: 1 },
    });
  }
}

import { setImmediate as turn } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { authorId } from "#lib/core/author.ts";
import { Breath } from "#lib/core/breath.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Match } from "#lib/customers/matching.ts";
import { ownLength } from "../own-words/rules.ts";
import type { Folded, Stored } from "./fold.ts";
import { numbered } from "./numbers.ts";
import { titleFrom, wordsOf } from "./words.ts";

/** One piece of feedback to write, with its customer found. */
export type Entry = {
  id: string;
  folded: Folded;
  match: Match;
  /** The record says nothing of a contact, or the one it has already. */
  keepsContact: boolean;
  record: Scope["record"];
};

/** What the database has under these records' keys: one statement. */
export async function lookUpStored({ tx, actor }: Scope, keys: { source: string; externalId: string }[]) {
  if (keys.length === 0) return new Map<string, Stored>();
  const own = sql`${actor.workspace.id}::uuid`;
  const rows = await tx.execute<Omit<Stored, "key"> & { source: string; externalId: string }>(sql`
    select f.*, (select p.name from contacts p where p.workspace_id = ${own} and p.id = f.contact_id) as "contactName"
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(source text, "externalId" text)
    cross join lateral (
      select f.id, f.source, f.external_id as "externalId", f.content_hash as "contentHash", f.contact_id,
        f.source_updated_at as "sourceUpdatedAt", f.deleted_at is not null as "isDeleted"
      from feedback f where f.workspace_id = ${own} and f.source = k.source and f.external_id = k."externalId" limit 1
    ) f`);
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

/** So many rows make one statement: while PostgreSQL writes them, the words of the next ones are converted here. */
const piece = 125;

/**
 * Writes new feedback and an event for each. Numbers are in the order of the records. `whenSent` is called when the last
 * statement is on its way.
 */
export async function insertNew(scope: Scope, entries: Entry[], whenSent: () => Promise<void>): Promise<void> {
  let writing: Promise<unknown> = entries.length > piece ? lockTotals(scope, entries) : Promise.resolve();
  const breath = new Breath();
  for (let from = 0; from < entries.length; from += piece) {
    const rows: Row[] = [];
    for (const entry of entries.slice(from, from + piece)) {
      rows.push(rowOf(entry, rows.length, scope.now));
      await breath.taken();
    }
    await writing;
    // What has an external id is made under the lock of the numbers, so that nobody makes it twice.
    const hasKeys = rows.some(({ externalId }) => externalId);
    writing = hasKeys
      ? insert(scope, rows, sql`allocate_numbers('feedback', ${rows.length})`)
      : numbered(scope, rows.length, (first) => insert(scope, rows, first));
    // It is awaited in the next round; until then a failure must not count as unhandled.
    writing.catch(() => {});
    // Lets the statement go out.
    await turn();
    breath.begin();
  }
  await Promise.all([writing, whenSent()]);
  for (const { id, folded, match, record } of entries) {
    record({
      action: "feedback.created",
      subject: { type: "feedback", id },
      after: { source: folded.source, companyId: match.companyId, version: 1 },
    });
  }
}

/** Each statement locks the totals of its companies in order; several need them in order together. */
async function lockTotals({ tx }: Scope, entries: Entry[]): Promise<void> {
  const ids = [...new Set(entries.flatMap(({ match: { companyId } }) => companyId ?? []))];
  await tx.execute(sql`
    select lock_company_totals(array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid))`);
}

type Row = ReturnType<typeof rowOf>;

function rowOf({ id, folded, match }: Entry, n: number, now: Date) {
  const { record, source, hash } = folded;
  const { title, body = "", bodyOriginal, messages = [] } = wordsOf(record);
  return {
    n,
    id,
    title: title || titleFrom(body),
    body,
    ownLength: ownLength(body),
    original: bodyOriginal,
    source,
    externalId: record.externalId,
    externalUrl: record.externalUrl,
    status: record.status,
    contactId: match.contactId,
    companyId: match.companyId,
    tags: record.tags && [...new Set(record.tags)],
    kind: record.kind,
    messages,
    fields: record.fields ?? {},
    at: record.occurredAt ?? messages[0]?.at ?? record.updatedAt ?? now.toISOString(),
    updatedAt: record.updatedAt,
    hash,
  };
}

async function insert({ tx, actor, now }: Scope, rows: Row[], first: SQL): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    insert into feedback (workspace_id, id, number, title, body, own_length, body_original, source, external_id,
      external_url, status_at_source, contact_id, company_id, tags, kind, messages, fields, occurred_at, source_updated_at,
      content_hash, created_by, created_by_kind, created_at, updated_at)
    select ${actor.workspace.id}::uuid, r.id, first.number + r.n, r.title, r.body, r."ownLength", r.original, r.source,
      r."externalId", r."externalUrl", r.status, r."contactId", r."companyId", coalesce(r.tags, '{}'), r.kind, r.messages,
      r.fields, r.at, r."updatedAt", r.hash, ${authorId(actor)}::uuid, ${actor.kind}, ${at}, ${at}
    from (select ${first} as number) first
    cross join json_to_recordset(${JSON.stringify(rows)}::json) as r(n int, id uuid, title text, body text,
      "ownLength" int, original text, source text, "externalId" text, "externalUrl" text, status text, "contactId" uuid,
      "companyId" uuid, tags text[], kind text, messages jsonb, fields jsonb, at timestamptz, "updatedAt" timestamptz,
      hash text)`);
}

import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { ownLength } from "../own-words/rules.ts";
import { isNews } from "./fold.ts";
import type { Entry } from "./store.ts";
import { type StoredMessage, titleFrom, type Words, wordsOf } from "./words.ts";

type Values = {
  title: string;
  body: string;
  externalUrl: string | null;
  status: string | null;
  contactId: string | null;
  companyId: string | null;
  tags: string[];
  kind: string | null;
  messages: StoredMessage[];
  fields: Record<string, unknown>;
  occurredAt: string;
  sourceUpdatedAt: string | null;
};
/** Feedback as it is while it is locked. */
export type Locked = Values & {
  id: string;
  version: number;
  isDeleted: boolean;
  contentHash: string | null;
  editedFields: string[];
};

/**
 * Brings locked feedback up to what its source says now: two statements, however much. What a person edited here stays.
 * Gives the ids of those that changed.
 */
export async function refresh(
  scope: Scope,
  entries: Entry[],
  rows: Map<string, Locked>,
  witness: { beforeUpdate(ids: string[]): Promise<void> } | undefined,
): Promise<Set<string>> {
  const changed = new Set<string>();
  if (entries.length === 0) return changed;
  const { tx, actor, now } = scope;
  const own = sql`${actor.workspace.id}::uuid`;
  const next = entries.flatMap((entry) => {
    const row = rows.get(entry.id);
    const { record: given, hash } = entry.folded;
    // Somebody may have written it between the look and the lock.
    if (!row || !isNews(row.contentHash, row.sourceUpdatedAt, row.isDeleted, given, hash)) return [];
    const words = wordsOf(given);
    const values = merged(row, entry, words);
    const fields = differing(row, values);
    return fields.length === 0
      ? []
      : [{ row, values, fields, original: words.bodyOriginal, hash, record: entry.record }];
  });
  if (next.length === 0) return changed;
  await witness?.beforeUpdate(next.map(({ row }) => row.id));
  const written = next.map(({ row, values, original, hash, fields }) => ({
    id: row.id,
    ...values,
    ownLength: ownLength(values.body),
    hasBody: fields.includes("body"),
    original,
    hash,
  }));
  await tx.execute(sql`
    update feedback f set title = n.title, body = n.body, own_length = n."ownLength",
      body_original = case when n."hasBody" then n.original else f.body_original end,
      external_url = n."externalUrl", status_at_source = n.status, contact_id = n."contactId", company_id = n."companyId",
      tags = n.tags, kind = n.kind, messages = n.messages, fields = n.fields, occurred_at = n."occurredAt",
      source_updated_at = n."sourceUpdatedAt", content_hash = n.hash, version = f.version + 1,
      updated_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(written)}::json) as n(id uuid, title text, body text, "ownLength" int,
      "hasBody" boolean, original text, "externalUrl" text, status text, "contactId" uuid, "companyId" uuid, tags text[],
      kind text, messages jsonb, fields jsonb, "occurredAt" timestamptz, "sourceUpdatedAt" timestamptz, hash text)
    where f.workspace_id = ${own} and f.id = n.id`);
  for (const { row, fields, record } of next) {
    changed.add(row.id);
    record({
      action: "feedback.updated",
      subject: { type: "feedback", id: row.id },
      before: { version: row.version },
      after: { by: "source", fields, version: row.version + 1 },
    });
  }
  return changed;
}

/** Rows are locked in the order of their ids, so that two imports wait for each other instead of for ever. */
export async function lock({ tx, actor }: Scope, ids: string[]): Promise<Map<string, Locked>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<Locked>(sql`
    select id, version, deleted_at is not null as "isDeleted", content_hash as "contentHash",
      to_jsonb(edited_fields) as "editedFields", title, body, external_url as "externalUrl", status_at_source as status,
      contact_id as "contactId", company_id as "companyId", to_jsonb(tags) as tags, kind, messages, fields,
      occurred_at as "occurredAt", source_updated_at as "sourceUpdatedAt"
    from feedback where workspace_id = ${actor.workspace.id}::uuid
      and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    order by id for no key update`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the feedback is with the record's fields in it: those that the record has, and nobody here edited. */
function merged(row: Locked, { folded: { record }, match, keepsContact }: Entry, words: Words): Values {
  const isOpen = (field: string) => !row.editedFields.includes(field);
  const body = words.body !== undefined && isOpen("body") ? words.body : row.body;
  const given: Partial<Values> = {
    ...(words.title !== undefined && isOpen("title") && { title: words.title || titleFrom(body) || row.title }),
    ...(record.externalUrl !== undefined && isOpen("externalUrl") && { externalUrl: record.externalUrl }),
    ...(record.status !== undefined && { status: record.status }),
    ...(!keepsContact && isOpen("contactId") && { contactId: match.contactId }),
    ...(isOpen("companyId") && companyOf(row, record.company, match.companyId)),
    ...(record.tags !== undefined && isOpen("tags") && { tags: [...new Set(record.tags ?? [])] }),
    ...(record.kind !== undefined && isOpen("kind") && { kind: record.kind }),
    ...(words.messages !== undefined && { messages: words.messages }),
    ...(record.fields !== undefined && isOpen("fields") && { fields: record.fields ?? {} }),
    ...(record.occurredAt && isOpen("occurredAt") && { occurredAt: record.occurredAt }),
    ...(record.updatedAt && { sourceUpdatedAt: record.updatedAt }),
  };
  const { title, externalUrl, status, contactId, companyId, tags, kind, messages, fields } = { ...row, ...given };
  const { occurredAt, sourceUpdatedAt } = { ...row, ...given };
  const own = { title, body, externalUrl, status, contactId, companyId, tags, kind, messages, fields };
  return { ...own, occurredAt, sourceUpdatedAt };
}

/** The company that the record names; one that follows from the contact only where there is none yet. */
function companyOf(row: Locked, named: object | null | undefined, companyId: string | null): Partial<Values> {
  if (named === null) return { companyId: null };
  return named !== undefined || row.companyId === null ? { companyId } : {};
}

const instants = ["occurredAt", "sourceUpdatedAt"];

function differing(row: Locked, values: Values): string[] {
  return Object.entries(values).flatMap(([field, value]) => {
    const old = row[field as keyof Values];
    if (instants.includes(field) && typeof old === "string" && typeof value === "string") {
      return Date.parse(old) === Date.parse(value) ? [] : [field];
    }
    return isDeepStrictEqual(old, value) ? [] : [field];
  });
}

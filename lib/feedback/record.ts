import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Author } from "#lib/core/author.ts";
import { authorJson } from "#lib/core/author-row.ts";
import { notFound } from "#lib/core/errors.ts";
import { snippet } from "./markup.ts";
import { ownBeginning } from "./own-words/rules.ts";
import type { FeedbackDetail, FeedbackItem } from "./schema.ts";

type Decision = NonNullable<FeedbackItem["setAside"]>;
type Plain = Omit<FeedbackItem, "snippet" | "contact" | "company" | "ideas" | "ideaCount" | "setAside">;

export type ItemRow = Plain & {
  ownLength: number | null;
  contactId: string | null;
  contactName: string | null;
  contactEmail: string | null;
  companyId: string | null;
  companyName: string | null;
  companyDomain: string | null;
  companyArr: number | null;
  ideas: FeedbackItem["ideas"] | null;
  ideaCount: number | null;
  reason: string | null;
  decisionNote: string | null;
  publicReply: string | null;
  reopenWhen: Decision["reopenWhen"];
  decidedAt: string | null;
  decidedBy: Author | null;
};

/** What lists show of the feedback `f`; joined by `itemJoins`. Flat, since JSON would have to be read twice. */
export const itemColumns = (workspaceId: string, body = sql`f.body`): SQL => sql`
  f.id, f.number, f.title, ${body} as body, f.own_length as "ownLength", f.state, f.source, f.external_id as "externalId", f.external_url as "externalUrl",
  f.status_at_source as status, to_jsonb(f.tags) as tags, f.owner_id as "ownerId", f.product_id as "productId", f.kind, f.fields, f.occurred_at as "occurredAt", f.version,
  f.created_at as "createdAt", f.updated_at as "updatedAt",
  p.id as "contactId", p.name as "contactName", p.email as "contactEmail",
  c.id as "companyId", c.name as "companyName", c.arr as "companyArr",
  (select d.domain from company_domains d where d.workspace_id = ${workspaceId}::uuid and d.company_id = c.id
    order by d.domain limit 1) as "companyDomain",
  linked.ideas, linked.total as "ideaCount",
  why.reason, why.note as "decisionNote", why.public_reply as "publicReply", why.reopen_when as "reopenWhen",
  why.at as "decidedAt",
  case when why.id is not null then ${authorJson(workspaceId, sql`why.by_kind`, sql`why.by`)} end as "decidedBy"`;

/** Customers that were deleted are not shown. At most 20 ideas, in the order in which they were linked. */
export const itemJoins = (workspaceId: string): SQL => {
  const own = sql`${workspaceId}::uuid`;
  // `limit 1` keeps these look-ups of one row: else all companies of the workspace are read for the 20 of a page.
  return sql`
    left join lateral (select p.id, p.name, p.email from contacts p
      where p.workspace_id = ${own} and p.id = f.contact_id and p.deleted_at is null limit 1) p on true
    left join lateral (select c.id, c.name, c.arr from companies c
      where c.workspace_id = ${own} and c.id = f.company_id and c.deleted_at is null limit 1) c on true
    left join lateral (select w.* from decisions w
      where w.workspace_id = ${own} and w.id = f.decision_id limit 1) why on f.decision_id is not null
    left join lateral (
      select max(l.total) as total, jsonb_agg(jsonb_build_object(
        'ideaId', l.idea_id, 'title', l.title, 'quote', l.quote, 'importance', l.importance) order by l.linked_at, l.idea_id) as ideas
      from (
        select e.idea_id, i.title, e.quote, e.importance, e.linked_at, count(*) over () as total
        from evidence e
        join ideas i on i.workspace_id = ${own} and i.id = e.idea_id and i.deleted_at is null
        where e.workspace_id = ${own} and e.feedback_id = f.id
        order by e.linked_at, e.idea_id limit 20
      ) l
    ) linked on true`;
};

/** Field by field: with rest and spread a page takes several times as long. */
export const asItem = (row: ItemRow): FeedbackItem => ({
  id: row.id,
  number: row.number,
  title: row.title,
  body: row.body,
  snippet: snippet(ownBeginning(row.body, row.ownLength)),
  state: row.state,
  source: row.source,
  externalId: row.externalId,
  externalUrl: row.externalUrl,
  status: row.status,
  contact: row.contactId === null ? null : { id: row.contactId, name: row.contactName, email: row.contactEmail },
  company:
    row.companyId === null || row.companyName === null
      ? null
      : { id: row.companyId, name: row.companyName, domain: row.companyDomain, arr: row.companyArr },
  tags: row.tags,
  ownerId: row.ownerId,
  productId: row.productId,
  kind: row.kind,
  fields: row.fields,
  ideas: row.ideas ?? [],
  ideaCount: row.ideaCount ?? 0,
  setAside:
    row.reason === null || row.decidedAt === null || row.decidedBy === null
      ? null
      : {
          reason: row.reason,
          note: row.decisionNote,
          publicReply: row.publicReply,
          reopenWhen: row.reopenWhen,
          by: row.decidedBy,
          at: row.decidedAt,
        },
  occurredAt: row.occurredAt,
  version: row.version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

type StoredMessage = Partial<FeedbackDetail["messages"][number]> & { body: string };
type DetailRow = ItemRow & {
  messages: StoredMessage[];
  reviewNote: string | null;
  createdBy: Author;
  sourceUpdatedAt: string | null;
  editedFields: string[];
};

/** One piece of feedback as it is now; 404 when there is none or it was deleted. */
export async function readFeedback(tx: Tx, actor: Actor, id: string): Promise<FeedbackDetail> {
  const found = (await readAllFeedback(tx, actor, [id])).get(id);
  if (!found) throw notFound();
  return found;
}

/** These pieces of feedback as they are now, by id, in one statement; without those that are not there or were deleted. */
export async function readAllFeedback(
  tx: Tx,
  { workspace }: Actor,
  ids: string[],
): Promise<Map<string, FeedbackDetail>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<DetailRow>(sql`
    select ${itemColumns(workspace.id)}, f.messages, f.review_note as "reviewNote", to_jsonb(f.edited_fields) as "editedFields",
      f.source_updated_at as "sourceUpdatedAt",
      ${authorJson(workspace.id, sql`f.created_by_kind`, sql`f.created_by`)} as "createdBy"
    from jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb) as asked(id)
    cross join lateral (select f.* from feedback f
      where f.workspace_id = ${workspace.id}::uuid and f.id = asked.id::uuid and f.deleted_at is null limit 1) f
    ${itemJoins(workspace.id)}`);
  return new Map(rows.map((row) => [row.id, detailOf(row)]));
}

function detailOf({
  messages,
  reviewNote,
  createdBy,
  sourceUpdatedAt,
  editedFields,
  ...item
}: DetailRow): FeedbackDetail {
  return {
    ...asItem(item),
    messages: messages.map((message) => ({
      externalId: message.externalId ?? null,
      role: message.role ?? null,
      author: message.author ?? null,
      at: message.at ?? null,
      public: message.public ?? true,
      body: message.body,
    })),
    reviewNote,
    createdBy,
    sourceUpdatedAt,
    editedFields,
  };
}

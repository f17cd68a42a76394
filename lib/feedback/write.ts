import { sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import { changes, type Json, type Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { toMarkdown } from "./markup.ts";
import { ownLength } from "./own-words/rules.ts";
import type { Held, Locked } from "./row.ts";

/** What a source fills too: edited here, it belongs to the people here from then on. */
export const fromSource = [
  "title",
  "body",
  "externalUrl",
  "contactId",
  "companyId",
  "tags",
  "kind",
  "fields",
  "occurredAt",
] as const;

const shared = ({ contactId, companyId, ownerId, productId, kind, occurredAt, tags }: Held): Values => ({
  contactId,
  companyId,
  ownerId,
  productId,
  kind,
  occurredAt,
  tags,
});
const personal = ({ title, body, externalUrl, fields }: Held): Values => ({
  title,
  body,
  externalUrl,
  fields: fields as Json,
});

type Customers = Pick<Held, "companyId" | "contactId">;

/** 404 where a customer other than `held` is none, or was deleted. The lock makes a deletion wait. */
export async function refuseNoCustomer({ tx, actor }: Scope, held: Customers, next: Customers): Promise<void> {
  const own = sql`${actor.workspace.id}::uuid`;
  for (const [table, was, id] of [
    [sql`companies`, held.companyId, next.companyId],
    [sql`contacts`, held.contactId, next.contactId],
  ] as const) {
    if (id === null || id === was) continue;
    const [row] = await tx.execute(
      sql`select from ${table} where workspace_id = ${own} and id = ${id}::uuid and deleted_at is null for key share`,
    );
    if (!row) throw notFound();
  }
}

/** Writes what differs of locked feedback, and its event. False when nothing differs. */
export async function writeFeedback(
  scope: Scope,
  row: Locked,
  given: Held,
  editedFields: (changed: string[]) => string[],
): Promise<boolean> {
  const { tx, actor, now, record } = scope;
  const { id, version, held } = row;
  // A body sent back as it was read is no edit, whatever it looks like.
  const { markdown, original } =
    given.body === held.body ? { markdown: held.body, original: null } : toMarkdown(given.body);
  const isSameTime = Date.parse(given.occurredAt) === Date.parse(held.occurredAt);
  const next = {
    ...given,
    body: markdown,
    tags: [...new Set(given.tags)],
    ...(isSameTime && { occurredAt: held.occurredAt }),
  };
  const own = changes(shared(held), shared(next));
  const hidden = changes(personal(held), personal(next));
  if (own === null && hidden === null) return false;
  await refuseNoCustomer(scope, held, next);
  const edited = editedFields([...Object.keys(own?.after ?? {}), ...Object.keys(hidden?.after ?? {})]);
  await translated(
    tx.execute(sql`
      update feedback set title = ${next.title}, body = ${next.body}, own_length = ${ownLength(next.body)},
        body_original = ${next.body === held.body ? sql`body_original` : original},
        external_url = ${next.externalUrl}, contact_id = ${next.contactId}::uuid, company_id = ${next.companyId}::uuid,
        tags = array(select jsonb_array_elements_text(${JSON.stringify(next.tags)}::jsonb)), owner_id = ${next.ownerId}::uuid,
        product_id = ${next.productId}::uuid, kind = ${next.kind}, fields = ${JSON.stringify(next.fields)}::jsonb, occurred_at = ${next.occurredAt}::timestamptz,
        edited_fields = array(select jsonb_array_elements_text(${JSON.stringify(edited)}::jsonb)),
        version = version + 1, updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`),
  );
  record({
    action: "feedback.updated",
    subject: { type: "feedback", id },
    before: { ...own?.before, editedFields: row.editedFields, version },
    after: { ...own?.after, editedFields: edited, version: version + 1 },
    ...(hidden && { personal: hidden }),
  });
  return true;
}

/** Deletes locked feedback, or brings it back. Its state and its evidence stay; the evidence does not count meanwhile. */
export async function markFeedback(scope: Scope, { id, version }: Locked, deleted: boolean): Promise<void> {
  const { tx, actor, now, record } = scope;
  await tx.execute(sql`
    update feedback set deleted_at = ${deleted ? now.toISOString() : null}::timestamptz, version = version + 1,
      updated_at = ${now.toISOString()}::timestamptz
    where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`);
  record({
    action: deleted ? "feedback.deleted" : "feedback.restored",
    subject: { type: "feedback", id },
    before: { deleted: !deleted, version },
    after: { deleted, version: version + 1 },
  });
}

import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Submitted } from "./policy.ts";
import type { feedbackKinds, feedbackStates } from "./schema.ts";

/** What a person may edit, under the names of the API. */
export type Held = {
  title: string;
  body: string;
  externalUrl: string | null;
  contactId: string | null;
  companyId: string | null;
  tags: string[];
  ownerId: string | null;
  productId: string | null;
  kind: (typeof feedbackKinds)[number] | null;
  fields: Record<string, unknown>;
  occurredAt: string;
};

export type Locked = Submitted & {
  id: string;
  version: number;
  deleted: boolean;
  state: (typeof feedbackStates)[number];
  decisionId: string | null;
  reviewNote: string | null;
  editedFields: string[];
  held: Held;
};

/** One piece of feedback, also a deleted one, locked against other changes; 404 when there never was one. */
export async function lockFeedbackRow(tx: Tx, { workspace }: Actor, id: string): Promise<Locked> {
  const [row] = await tx.execute<Omit<Locked, "held"> & Held>(sql`
    select id, version, deleted_at is not null as deleted, state, decision_id as "decisionId", review_note as "reviewNote",
      to_jsonb(edited_fields) as "editedFields", created_by as "createdBy", created_by_kind as "createdByKind",
      title, body, external_url as "externalUrl", contact_id as "contactId", company_id as "companyId",
      to_jsonb(tags) as tags, owner_id as "ownerId", product_id as "productId", kind, fields, occurred_at as "occurredAt"
    from feedback where workspace_id = ${workspace.id}::uuid and id = ${id}::uuid for no key update`);
  if (!row) throw notFound();
  const { version, deleted, state, decisionId, reviewNote, editedFields, createdBy, createdByKind, ...rest } = row;
  const { id: _, ...held } = rest;
  return { id, version, deleted, state, decisionId, reviewNote, editedFields, createdBy, createdByKind, held };
}

/** The same, where deleted feedback is none. */
export async function lockFeedback(tx: Tx, actor: Actor, id: string): Promise<Locked> {
  const row = await lockFeedbackRow(tx, actor, id);
  if (row.deleted) throw notFound();
  return row;
}

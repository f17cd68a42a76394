import { sql } from "drizzle-orm";
import { z } from "zod";
import { authorId } from "#lib/core/author.ts";
import { conflict, invalid, notFound } from "#lib/core/errors.ts";
import { changes } from "#lib/core/events.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh, type Scope } from "#lib/core/operation.ts";
import { unchangedSince, undoes } from "#lib/core/undo.ts";
import { translated } from "#lib/core/violations.ts";
import { readObjective } from "./queries.ts";
import { removeObjective } from "./removal.ts";
import {
  byId,
  closeObjectiveInput,
  createObjectiveInput,
  objective,
  type objectiveStates,
  updateObjectiveInput,
} from "./schema.ts";
import { checkParent, lockTree } from "./tree.ts";
import "./undo.ts";

const checkPeriod = (startsOn: string | null, endsOn: string | null) => {
  if (startsOn && endsOn && endsOn < startsOn) throw invalid("/endsOn", "too_small", "must not be before startsOn");
};

export const createObjective = command({
  name: "objective.create",
  needs: "strategy:write",
  input: createObjectiveInput,
  output: objective,
  status: 201,
  async run(scope, { title, description = "", ...given }) {
    const {
      parentId = null,
      productId = null,
      startsOn = null,
      endsOn = null,
      ownerId = null,
      confidence = null,
    } = given;
    const { tx, actor, record } = scope;
    const id = newId();
    checkPeriod(startsOn, endsOn);
    if (parentId) {
      await lockTree(scope);
      await checkParent(scope, null, parentId);
    }
    await translated(
      tx.execute(sql`
        insert into objectives (workspace_id, id, title, description, parent_id, product_id, starts_on, ends_on, owner_id, confidence)
        values (${actor.workspace.id}, ${id}, ${title}, ${description}, ${parentId}::uuid, ${productId}::uuid, ${startsOn}::date,
          ${endsOn}::date, ${ownerId}::uuid, ${confidence}::integer)`),
    );
    record({
      action: "objective.created",
      subject: { type: "objective", id },
      after: { parentId, productId, startsOn, endsOn, ownerId, confidence, version: 1 },
      personal: { after: { title, description } },
    });
    return readObjective(scope, id);
  },
});

type Held = {
  title: string;
  description: string;
  parentId: string | null;
  productId: string | null;
  startsOn: string | null;
  endsOn: string | null;
  ownerId: string | null;
  confidence: number | null;
  state: (typeof objectiveStates)[number];
  version: number;
};

/** The objective's row, locked against every other change of it; 404 when there is none. */
export async function lockObjective({ tx, actor }: Scope, id: string): Promise<Held> {
  const [row] = await tx.execute<Held>(sql`
    select title, description, parent_id as "parentId", product_id as "productId", starts_on as "startsOn", ends_on as "endsOn",
      owner_id as "ownerId", confidence, state, version
    from objectives where workspace_id = ${actor.workspace.id} and id = ${id} and deleted_at is null for update`);
  if (!row) throw notFound();
  return row;
}

export const updateObjective = command({
  name: "objective.update",
  needs: "strategy:write",
  takesIfMatch: true,
  input: updateObjectiveInput,
  output: objective,
  async run(scope, { id, ...given }) {
    const { tx, actor, now, record } = scope;
    if (given.parentId) await lockTree(scope);
    const { version, state: _, ...held } = await lockObjective(scope, id);
    const current = () => readObjective(scope, id);
    await fresh(scope, version, current);
    const { title, description, ...plain } = { ...held, ...given };
    const texts = changes({ title: held.title, description: held.description }, { title, description });
    const facts = changes(held, plain);
    if (!texts && !facts) return current();
    checkPeriod(plain.startsOn, plain.endsOn);
    if (plain.parentId && plain.parentId !== held.parentId) await checkParent(scope, id, plain.parentId);
    await translated(
      tx.execute(sql`
        update objectives set title = ${title}, description = ${description}, parent_id = ${plain.parentId}::uuid,
          product_id = ${plain.productId}::uuid,
          starts_on = ${plain.startsOn}::date, ends_on = ${plain.endsOn}::date, owner_id = ${plain.ownerId}::uuid,
          confidence = ${plain.confidence}::integer, version = version + 1, updated_at = ${now.toISOString()}::timestamptz
        where workspace_id = ${actor.workspace.id} and id = ${id}`),
    );
    record({
      action: "objective.updated",
      subject: { type: "objective", id },
      before: { ...facts?.before, version },
      after: { ...facts?.after, version: version + 1 },
      ...(texts ? { personal: texts } : {}),
    });
    return current();
  },
});

export const deleteObjective = command({
  name: "objective.delete",
  needs: "strategy:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    await lockTree(scope);
    const { version } = await lockObjective(scope, id);
    await fresh(scope, version, () => readObjective(scope, id));
    await removeObjective(scope, id, version);
    return {};
  },
});

export const closeObjective = command({
  name: "objective.close",
  needs: "strategy:write",
  input: closeObjectiveInput,
  output: objective,
  async run(scope, { id, note = null }) {
    const { tx, actor, now, record } = scope;
    const { state, version } = await lockObjective(scope, id);
    if (state === "closed") throw conflict("This objective is closed already.");
    const at = now.toISOString();
    await tx.execute(sql`
      update objectives set state = 'closed', closed_at = ${at}::timestamptz,
        closed_by = ${authorId(actor)}::uuid, closed_by_kind = ${actor.kind},
        closing_note = ${note}, version = version + 1, updated_at = ${at}::timestamptz
      where workspace_id = ${actor.workspace.id} and id = ${id}`);
    record({
      action: "objective.closed",
      subject: { type: "objective", id },
      before: { state: "open", version },
      after: { state: "closed", version: version + 1 },
      ...(note === null ? {} : { personal: { after: { note } } }),
    });
    return readObjective(scope, id);
  },
});

export const reopenObjective = command({
  name: "objective.reopen",
  needs: "strategy:write",
  input: byId,
  output: objective,
  async run(scope, { id }) {
    const { tx, actor, now, record } = scope;
    const { state, version } = await lockObjective(scope, id);
    if (state === "open") throw conflict("This objective is open already.");
    await tx.execute(sql`
      update objectives set state = 'open', closed_at = null, closed_by = null, closed_by_kind = default,
        closing_note = null, version = version + 1, updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id} and id = ${id}`);
    record({
      action: "objective.reopened",
      subject: { type: "objective", id },
      before: { state: "closed", version },
      after: { state: "open", version: version + 1 },
    });
    return readObjective(scope, id);
  },
});

undoes("objective.closed", {
  needs: "strategy:write",
  async run(scope, event) {
    const { id } = event.subject;
    const { version } = await lockObjective(scope, id);
    unchangedSince(event, version);
    await reopenObjective(scope, { id });
  },
});

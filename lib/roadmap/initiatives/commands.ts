import { sql } from "drizzle-orm";
import { z } from "zod";
import { authorId } from "#lib/core/author.ts";
import { changes } from "#lib/core/events.ts";
import { newId } from "#lib/core/id.ts";
import { command, fresh } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { lockColumn, placeAfter } from "../place.ts";
import { byId, createInitiativeInput, initiative, updateInitiativeInput } from "../schema.ts";
import { setLinks } from "./links.ts";
import { readInitiative } from "./read.ts";
import { removeInitiative } from "./removal.ts";
import { lockInitiative } from "./row.ts";

export const createInitiative = command({
  name: "initiative.create",
  needs: "roadmap:write",
  input: createInitiativeInput,
  output: initiative,
  status: 201,
  async run(scope, { title, horizon = "later", problem = "", targetOutcome = "", ...given }) {
    const { tx, actor, now, record } = scope;
    const { ownerId = null, productId = null, confidence = null } = given;
    const { ideaIds = [], objectiveIds = [], keyResultIds = [], reason = null } = given;
    const id = newId();
    await lockColumn(scope, horizon);
    const { aboveId, position } = await placeAfter(scope, horizon, id, undefined, null);
    const at = now.toISOString();
    await translated(
      tx.execute(sql`
        insert into initiatives (workspace_id, id, number, title, problem, target_outcome, horizon, horizon_since, position,
          owner_id, product_id, confidence, created_by, created_by_kind, created_at, updated_at)
        values (${actor.workspace.id}, ${id}, allocate_numbers('initiative'), ${title}, ${problem}, ${targetOutcome},
          ${horizon}, ${at}::timestamptz, ${position}, ${ownerId}::uuid, ${productId}::uuid, ${confidence}::integer, ${authorId(actor)}::uuid,
          ${actor.kind}, ${at}::timestamptz, ${at}::timestamptz)`),
    );
    await setLinks(scope, id, { ideaIds, objectiveIds, keyResultIds }, reason);
    const links = { ideaIds: [...new Set(ideaIds)], objectiveIds: [...new Set(objectiveIds)] };
    record({
      action: "initiative.created",
      subject: { type: "initiative", id },
      after: {
        horizon,
        afterId: aboveId,
        ownerId,
        productId,
        confidence,
        ...links,
        keyResultIds: [...new Set(keyResultIds)],
        version: 1,
      },
      personal: { after: { title, problem, targetOutcome } },
      reason,
    });
    return readInitiative(scope, id);
  },
});

export const updateInitiative = command({
  name: "initiative.update",
  needs: "roadmap:write",
  takesIfMatch: true,
  input: updateInitiativeInput,
  output: initiative,
  async run(scope, { id, ideaIds, objectiveIds, keyResultIds, reason = null, ...given }) {
    const { tx, actor, now, record } = scope;
    const { version, held } = await lockInitiative(scope, id);
    const current = () => readInitiative(scope, id);
    await fresh(scope, version, current);
    const { ownerId, productId, confidence, ...texts } = { ...held, ...given };
    const { title, problem, targetOutcome, ...was } = held;
    const facts = changes(was, { ownerId, productId, confidence });
    const words = changes({ title, problem, targetOutcome }, texts);
    const lists = {
      ...(ideaIds && { ideaIds }),
      ...(objectiveIds && { objectiveIds }),
      ...(keyResultIds && { keyResultIds }),
    };
    const links = await setLinks(scope, id, lists, reason);
    if (!facts && !words && !links) return current();
    await translated(
      tx.execute(sql`
        update initiatives set title = ${texts.title}, problem = ${texts.problem}, target_outcome = ${texts.targetOutcome},
          owner_id = ${ownerId}::uuid, product_id = ${productId}::uuid, confidence = ${confidence}::integer, version = version + 1,
          updated_at = ${now.toISOString()}::timestamptz
        where workspace_id = ${actor.workspace.id} and id = ${id}`),
    );
    record({
      action: "initiative.updated",
      subject: { type: "initiative", id },
      before: { ...facts?.before, ...links?.before, version },
      after: { ...facts?.after, ...links?.after, version: version + 1 },
      ...(words ? { personal: words } : {}),
      reason,
    });
    return current();
  },
});

export const deleteInitiative = command({
  name: "initiative.delete",
  needs: "roadmap:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    const { version } = await lockInitiative(scope, id);
    await fresh(scope, version, () => readInitiative(scope, id));
    await removeInitiative(scope, id, version);
    return {};
  },
});

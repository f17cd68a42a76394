import { sql } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#lib/core/id.ts";
import { command, fresh } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { authorId } from "./author.ts";
import { readIdea } from "./record.ts";
import { removeIdea } from "./removal.ts";
import { type Held, lockIdea } from "./row.ts";
import { byId, createIdeaInput, idea, updateIdeaInput } from "./schema.ts";
import "./undo.ts";
import { columns, facts, texts, unique, writeIdea } from "./write.ts";

export const createIdea = command({
  name: "idea.create",
  needs: "ideas:write",
  input: createIdeaInput,
  output: idea,
  status: 201,
  async run({ tx, actor, now, record }, given) {
    const id = newId();
    const own = sql`${actor.workspace.id}::uuid`;
    const [first] = await tx.execute<{ id: string }>(sql`
      select id from idea_stages where workspace_id = ${own} and category = 'new' order by position limit 1`);
    const { title, problem = "", value = "", hypothesis = "", ownerId = null, productId = null, score = null } = given;
    const stageId = given.stageId ?? first?.id;
    if (stageId === undefined) throw new Error("a workspace has a stage of the category new");
    const plain = { title, problem, value, hypothesis, stageId, ownerId, productId, score };
    const held: Held = { ...plain, tags: unique(given.tags ?? []) };
    const { tags, model, inputs, value: scoreValue } = columns(held);
    await translated(
      tx.execute(sql`
        insert into ideas (workspace_id, id, number, title, problem, value, hypothesis, stage_id, owner_id, product_id, tags, score_model,
          score_inputs, score_value, created_by, created_by_kind, created_at, updated_at)
        values (${own}, ${id}::uuid, allocate_numbers('idea'), ${title}, ${problem}, ${value}, ${hypothesis},
          ${stageId}::uuid, ${ownerId}::uuid, ${productId}::uuid, ${tags}, ${model}, ${inputs}::jsonb, ${scoreValue}::float8,
          ${authorId(actor)}::uuid, ${actor.kind},
          ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)`),
    );
    record({
      action: "idea.created",
      subject: { type: "idea", id },
      after: { ...facts(held), version: 1 },
      personal: { after: texts(held) },
    });
    return readIdea(tx, actor, id);
  },
});

export const updateIdea = command({
  name: "idea.update",
  needs: "ideas:write",
  takesIfMatch: true,
  input: updateIdeaInput,
  output: idea,
  async run(scope, { id, ...given }) {
    const { tx, actor } = scope;
    const { version, held } = await lockIdea(scope, id);
    await fresh(scope, version, () => readIdea(tx, actor, id));
    const next: Held = { ...held, ...given, tags: given.tags ? unique(given.tags) : held.tags };
    await writeIdea(scope, { id, version, held, next });
    return readIdea(tx, actor, id);
  },
});

/** Feedback that has no other idea goes back to the inbox. */
export const deleteIdea = command({
  name: "idea.delete",
  needs: "ideas:write",
  takesIfMatch: true,
  input: byId,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    const { version } = await lockIdea(scope, id);
    await fresh(scope, version, () => readIdea(scope.tx, scope.actor, id));
    await removeIdea(scope, id, version);
    return {};
  },
});

import { sql } from "drizzle-orm";
import { changes, type Json, type Values } from "#lib/core/events.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import type { Held } from "./row.ts";
import { scoreOf } from "./rules.ts";

export const unique = (tags: string[]) => [...new Set(tags)];

/** The same value with its keys in order: jsonb gives them back in one of its own. */
function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [key, ordered(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What an event may keep for ever … */
export const facts = ({ stageId, ownerId, productId, tags }: Held): Values => ({ stageId, ownerId, productId, tags });

/** … and what it must be able to forget. */
export const texts = ({ title, problem, value, hypothesis, score }: Held): Values => ({
  title,
  problem,
  value,
  hypothesis,
  score: ordered(score),
});

/** The columns that are not written as they are. */
export const columns = ({ tags, score }: Held) => ({
  tags: sql`array(select jsonb_array_elements_text(${JSON.stringify(tags)}::jsonb))`,
  model: score?.model ?? null,
  inputs: score && JSON.stringify(score.inputs),
  value: score && scoreOf(score),
});

/** Writes what differs between the locked row and `next`, and notes it; nothing when nothing differs. */
export async function writeIdea(
  { tx, actor, now, record }: Scope,
  { id, version, held, next }: { id: string; version: number; held: Held; next: Held },
): Promise<void> {
  const changed = changes(facts(held), facts(next));
  const reworded = changes(texts(held), texts(next));
  if (!changed && !reworded) return;
  const { tags, model, inputs, value } = columns(next);
  await translated(
    tx.execute(sql`
      update ideas set title = ${next.title}, problem = ${next.problem}, value = ${next.value},
        hypothesis = ${next.hypothesis}, stage_id = ${next.stageId}::uuid, owner_id = ${next.ownerId}::uuid,
        product_id = ${next.productId}::uuid, tags = ${tags},
        score_model = ${model}, score_inputs = ${inputs}::jsonb, score_value = ${value}::float8,
        version = version + 1, updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id}::uuid and id = ${id}::uuid`),
  );
  record({
    action: "idea.updated",
    subject: { type: "idea", id },
    before: { ...changed?.before, version },
    after: { ...changed?.after, version: version + 1 },
    ...(reworded ? { personal: reworded } : {}),
  });
}

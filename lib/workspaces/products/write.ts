import { sql } from "drizzle-orm";
import type { Scope } from "#lib/core/operation.ts";
import { named } from "./removal.ts";
import type { Product } from "./schema.ts";

/** Gives a locked product another name, and notes it. 422 when another one has it. */
export async function rename(scope: Scope, { id, name: before, version }: Product, name: string): Promise<void> {
  const { tx, actor, now, record } = scope;
  await named(
    tx.execute(sql`
      update products set name = ${name}, version = version + 1, updated_at = ${now.toISOString()}::timestamptz
      where workspace_id = ${actor.workspace.id} and id = ${id}`),
  );
  record({
    action: "product.updated",
    subject: { type: "product", id },
    before: { name: before, version },
    after: { name, version: version + 1 },
  });
}

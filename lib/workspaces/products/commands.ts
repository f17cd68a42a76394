import { sql } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#lib/core/id.ts";
import { command, fresh } from "#lib/core/operation.ts";
import { named, refuseTooMany, removeProduct } from "./removal.ts";
import { lockProduct, readProduct } from "./row.ts";
import { createProductInput, deleteProductInput, productOut, updateProductInput } from "./schema.ts";
import "./undo.ts";
import { rename } from "./write.ts";

/** One more product, by a name that no other one has, however it is capitalised. */
export const createProduct = command({
  name: "product.create",
  needs: "admin",
  input: createProductInput,
  output: productOut,
  status: 201,
  async run(scope, { name }) {
    const { tx, actor, now, record } = scope;
    await refuseTooMany(scope);
    const id = newId();
    const at = now.toISOString();
    await named(
      tx.execute(sql`
        insert into products (workspace_id, id, name, created_at, updated_at)
        values (${actor.workspace.id}, ${id}, ${name}, ${at}::timestamptz, ${at}::timestamptz)`),
    );
    record({ action: "product.created", subject: { type: "product", id }, after: { name, version: 1 } });
    return readProduct(scope, id);
  },
});

/** Renames a product; what is of it stays of it. */
export const updateProduct = command({
  name: "product.update",
  needs: "admin",
  takesIfMatch: true,
  input: updateProductInput,
  output: productOut,
  async run(scope, { id, name }) {
    const held = await lockProduct(scope, id, "no key update");
    await fresh(scope, held.version, async () => held);
    if (name === undefined || name === held.name) return held;
    await rename(scope, held, name);
    return readProduct(scope, id);
  },
});

/** Deletes a product that no record is of. */
export const deleteProduct = command({
  name: "product.delete",
  needs: "admin",
  takesIfMatch: true,
  input: deleteProductInput,
  output: z.object({}),
  status: 204,
  async run(scope, { id }) {
    const held = await lockProduct(scope, id, "update");
    await fresh(scope, held.version, async () => held);
    await removeProduct(scope, id, held.version);
    return {};
  },
});

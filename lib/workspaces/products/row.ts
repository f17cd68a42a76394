import { type SQL, sql } from "drizzle-orm";
import { notFound } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import type { Product } from "./schema.ts";

/** What lists are sorted by. */
export const sortName = sql`left(lower(p.name), 150)`;

/** The products of the workspace that are there, as the API shows them. */
export const readProducts = ({ tx, actor }: Scope, which: SQL, rest: SQL = sql``) =>
  tx.execute<Product & { sortName: string }>(sql`
    select p.id, p.name, p.version, p.created_at as "createdAt", p.updated_at as "updatedAt",
      ${sortName} as "sortName"
    from products p
    where p.workspace_id = ${actor.workspace.id} and p.deleted_at is null and ${which} ${rest}`);

/** One product as it is now; 404 when there is none. */
export async function readProduct(scope: Scope, id: string): Promise<Product> {
  const [found] = await readProducts(scope, sql`p.id = ${id}`);
  if (!found) throw notFound();
  return found;
}

/** The same, locked. `for update` also stops those who are about to say that a record is of it. */
export async function lockProduct(scope: Scope, id: string, lock: "update" | "no key update"): Promise<Product> {
  const [found] = await readProducts(scope, sql`p.id = ${id}`, sql`for ${sql.raw(lock)}`);
  if (!found) throw notFound();
  return found;
}

import { sql } from "drizzle-orm";
import { markDeleted } from "#lib/core/deletion.ts";
import { conflict, forbidden, invalid } from "#lib/core/errors.ts";
import type { Scope } from "#lib/core/operation.ts";
import { translated } from "#lib/core/violations.ts";
import { lockPeople } from "../turn.ts";
import { mostProducts } from "./rules.ts";

export const productKind = { table: "products", type: "product" } as const;

/** What a name that is in use already comes to. */
export const named = <T>(writing: PromiseLike<T>): Promise<T> =>
  translated(writing, {
    products_live_name: () => invalid("/name", "taken", "is the name of another product"),
  });

/** Takes the workspace's turn and refuses (403) one product too many, also when several come at once. */
export async function refuseTooMany({ tx, actor }: Scope): Promise<void> {
  await lockPeople(tx, actor.workspace.id);
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from products where workspace_id = ${actor.workspace.id} and deleted_at is null`);
  if ((row?.count ?? 0) >= mostProducts) throw forbidden(`A workspace has at most ${mostProducts} products.`);
}

/** Counting stops here: whether it is a thousand or a million, somebody has to look at them first. */
const counted = 1_000;

type Uses = { feedback: number; ideas: number; objectives: number; initiatives: number };

const words: [name: keyof Uses, one: string, many: string][] = [
  ["feedback", "piece of feedback", "pieces of feedback"],
  ["ideas", "idea", "ideas"],
  ["objectives", "objective", "objectives"],
  ["initiatives", "initiative", "initiatives"],
];

/** Of what a product has, in words: "2 ideas and 1,000+ pieces of feedback". Empty when there is nothing. */
export function usesInWords(uses: Uses): string {
  const said = words.flatMap(([name, one, many]) => {
    const count = uses[name];
    if (count === 0) return [];
    return `${count > counted ? `${counted.toLocaleString("en")}+` : count.toLocaleString("en")} ${count === 1 ? one : many}`;
  });
  return new Intl.ListFormat("en").format(said);
}

/** Deletes a product locked FOR UPDATE. 409 while records are of it: they would lose it all at once, however many. */
export async function removeProduct(scope: Scope, id: string, version: number): Promise<void> {
  const { tx, actor } = scope;
  const uses = (table: string) => sql`(select count(*)::int from (
    select from ${sql.identifier(table)} where workspace_id = ${actor.workspace.id} and product_id = ${id}
      and deleted_at is null limit ${sql.raw(String(counted + 1))}) n)`;
  const [found] = await tx.execute<Uses>(sql`
    select ${uses("feedback")} as feedback, ${uses("ideas")} as ideas, ${uses("objectives")} as objectives,
      ${uses("initiatives")} as initiatives`);
  const said = found ? usesInWords(found) : "";
  if (said !== "") {
    const one = Object.values(found ?? {}).reduce((sum, count) => sum + count, 0) === 1;
    throw conflict(`${said} ${one ? "is" : "are"} of this product. Give ${one ? "it" : "them"} another one first.`);
  }
  await markDeleted(scope, productKind, id, version, true);
}

/** Brings a deleted product back; 403 when there are enough meanwhile, 409 when another one has its name. */
export async function restoreProduct(scope: Scope, id: string, version: number): Promise<void> {
  await refuseTooMany(scope);
  await translated(markDeleted(scope, productKind, id, version, false), {
    products_live_name: () => conflict("Another product has its name by now."),
  });
}

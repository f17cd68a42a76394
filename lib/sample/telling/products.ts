import type { Scope } from "#lib/core/operation.ts";
import { createProduct } from "#lib/workspaces/products/commands.ts";
import { ideas } from "../story/ideas.ts";
import { products } from "../story/products.ts";
import type { ProductKey, Said } from "../story/story.ts";
import { weeks } from "../story/story.ts";
import type { Cast } from "./cast.ts";
import { ago } from "./past.ts";

export async function tellProducts(scope: Scope, cast: Cast): Promise<void> {
  for (const { key, name } of products) {
    const { id } = await createProduct(ago(scope, weeks * 7), { name });
    cast.add("product", key, id);
  }
}

/** The id of a record's product; null where it is of none, or of both. */
export const productIn = (cast: Cast, key: ProductKey | undefined): string | null =>
  key === undefined ? null : cast.id("product", key);

/** Which product somebody spoke of: the stores have the app only, elsewhere the idea tells that they were linked to. */
export const productOf = ({ product, via, idea }: Said): ProductKey | undefined =>
  product ?? (via === "appstore" ? "app" : ideas.find(({ key }) => key === idea)?.product);

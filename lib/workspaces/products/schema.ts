import { z } from "zod";
import { id, instantOut, nameText, page, pageOf, version } from "#lib/core/fields.ts";

export const productOut = z.object({
  id,
  name: z.string(),
  version,
  createdAt: instantOut,
  updatedAt: instantOut,
});
export type Product = z.output<typeof productOut>;

export const listProductsInput = z.strictObject(page);
export const productPage = pageOf(productOut);
export const createProductInput = z.strictObject({ name: nameText });
export const updateProductInput = z.strictObject({ id, name: nameText.optional() });
export const deleteProductInput = z.strictObject({ id });

"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiQuery } from "#lib/api/client.ts";

/** The products of the workspace by name, and what one of them is called. There are a hundred at most. */
export function useProducts() {
  const { slug, products: first } = useWorkspace();
  const { data } = useQuery({ ...apiQuery(slug, "product.list", { limit: 200 }), initialData: first });
  const products = data.data;
  const nameOf = (id: string | null) => products.find((product) => product.id === id)?.name ?? null;
  return {
    products,
    nameOf,
    /** The same within a sentence, of whichever product. */
    wordFor: (id: string | null) => (id === null ? "no product" : (nameOf(id) ?? "another product")),
    /** The same where it tells one record from another: nothing while there is one product only. */
    toldOf: (id: string | null) => (products.length > 1 ? nameOf(id) : null),
  };
}

"use client";

import { ChoiceChip } from "#components/ui/choice-chip.tsx";
import { useProducts } from "./use-products.ts";

export type ProductFilterProps = {
  /** The id of a product; null shows everything. */
  value: string | null;
  onChange: (id: string | null) => void;
};

/** Narrows a page to one product. Not there where the workspace has none. */
export function ProductFilter({ value, onChange }: ProductFilterProps) {
  const { products } = useProducts();
  if (products.length === 0 && value === null) return null;
  return (
    <ChoiceChip
      label="Product"
      options={[
        { value: null, label: "All products" },
        ...products.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value}
      onValueChange={onChange}
      unlisted="A deleted product"
    />
  );
}

"use client";

import { ChipButton } from "#components/ui/chip-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { useProducts } from "./use-products.ts";

export type ProductFilterProps = {
  /** The id of a product; null shows everything. */
  value: string | null;
  onChange: (id: string | null) => void;
};

const all = "all";

/** Narrows a page to one product. Not there where the workspace has none. */
export function ProductFilter({ value, onChange }: ProductFilterProps) {
  const { products, nameOf } = useProducts();
  if (products.length === 0 && value === null) return null;
  return (
    <Menu
      trigger={
        <ChipButton menu active={value !== null}>
          {value === null ? "All products" : (nameOf(value) ?? "A deleted product")}
        </ChipButton>
      }
      entries={[
        {
          kind: "choice",
          label: "Product",
          value: value ?? all,
          options: [
            { value: all, label: "All products" },
            ...products.map(({ id, name }) => ({ value: id, label: name })),
          ],
          onChange: (id) => onChange(id === all ? null : id),
        },
      ]}
    />
  );
}

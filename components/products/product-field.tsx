"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { useProducts } from "./use-products.ts";

export type ProductFieldProps = {
  /** The id of a product; null is none. */
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
  disabled?: boolean;
};

const none = "none";

/** Says which product a record is of. Not there where the workspace has none. */
export function ProductField({ value, onChange, error, disabled }: ProductFieldProps) {
  const { products, nameOf } = useProducts();
  if (products.length === 0) return null;
  return (
    <Field label="Product" error={error}>
      <Select
        options={[
          { value: none, label: "No product" },
          ...products.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={nameOf(value) === null ? none : (value ?? none)}
        onValueChange={(id) => onChange(id === none ? null : id)}
        {...(disabled ? { disabled } : {})}
      />
    </Field>
  );
}

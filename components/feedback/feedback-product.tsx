"use client";

import { ChevronDown } from "lucide-react";
import { useProducts } from "#components/products/use-products.ts";
import { PanelSection } from "#components/shell/panel-section.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";

export type FeedbackProductProps = {
  /** The id of a product; null is none. */
  value: string | null;
  /** Absent where it may only be read. */
  onChange?: ((id: string | null) => void) | undefined;
};

const none = "none";

/** Which product a message is of. A menu, which comes when it is opened: a select would be sent with every inbox. */
export function FeedbackProduct({ value, onChange }: FeedbackProductProps) {
  const { products, nameOf } = useProducts();
  if (products.length === 0) return null;
  const name = nameOf(value);
  const shown = name ?? "No product";
  return (
    <PanelSection title="Product">
      {onChange ? (
        <Menu
          trigger={
            <Button size="s" aria-label={`Product: ${shown}`} className="max-w-full">
              <bdi className="truncate">{shown}</bdi>
              <ChevronDown aria-hidden className="size-3.5 shrink-0" />
            </Button>
          }
          entries={[
            {
              kind: "choice",
              label: "Product",
              value: name === null ? none : (value ?? none),
              options: [
                { value: none, label: "No product" },
                ...products.map((product) => ({ value: product.id, label: product.name })),
              ],
              onChange: (id) => onChange(id === none ? null : id),
            },
          ]}
        />
      ) : (
        <p dir="auto">{shown}</p>
      )}
    </PanelSection>
  );
}

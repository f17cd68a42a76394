"use client";

import { ProductFilter } from "#components/products/product-filter.tsx";
import { ChipButton } from "#components/ui/chip-button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { InboxFilter } from "./inbox-filter.ts";

export type InboxChipsProps = { filter: InboxFilter; onChange: (filter: Partial<InboxFilter>) => void };

const states = [
  { value: "inbox", label: "To triage" },
  { value: "reviewed", label: "Reviewed" },
  { value: "set_aside", label: "Set aside" },
  { value: "all", label: "Everything" },
] as const;
const orders = [
  { value: "newest", label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
] as const;

const labelOf = (options: readonly { value: string; label: string }[], value: string) =>
  options.find((option) => option.value === value)?.label;

export function InboxChips({ filter, onChange }: InboxChipsProps) {
  return (
    <>
      <Menu
        trigger={
          <ChipButton menu active={filter.state !== "inbox"}>
            {labelOf(states, filter.state)}
          </ChipButton>
        }
        entries={[
          {
            kind: "choice",
            label: "Show",
            value: filter.state,
            options: states,
            onChange: (state) => onChange({ state: state as InboxFilter["state"] }),
          },
        ]}
      />
      <Menu
        trigger={
          <ChipButton menu active={filter.order !== "newest"}>
            {labelOf(orders, filter.order)}
          </ChipButton>
        }
        entries={[
          {
            kind: "choice",
            label: "Order",
            value: filter.order,
            options: orders,
            onChange: (order) => onChange({ order: order as InboxFilter["order"] }),
          },
        ]}
      />
      <ProductFilter value={filter.product} onChange={(product) => onChange({ product })} />
    </>
  );
}

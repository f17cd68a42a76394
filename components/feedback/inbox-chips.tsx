"use client";

import { ProductFilter } from "#components/products/product-filter.tsx";
import { ChoiceChip } from "#components/ui/choice-chip.tsx";
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

/** Which messages are shown, and in which order. */
export function InboxChips({ filter, onChange }: InboxChipsProps) {
  return (
    <>
      <ChoiceChip label="Show" options={states} value={filter.state} onValueChange={(state) => onChange({ state })} />
      <ChoiceChip label="Order" options={orders} value={filter.order} onValueChange={(order) => onChange({ order })} />
      <ProductFilter value={filter.product} onChange={(product) => onChange({ product })} />
    </>
  );
}

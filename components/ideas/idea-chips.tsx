"use client";

import { OwnerFilter } from "#components/people/owner-filter.tsx";
import { ProductFilter } from "#components/products/product-filter.tsx";
import { ChipButton } from "#components/ui/chip-button.tsx";
import { ChoiceChip } from "#components/ui/choice-chip.tsx";
import type { Output } from "#lib/api/client.ts";
import type { IdeaListParams } from "./list-filter.ts";

export type IdeaChipsProps = {
  filter: IdeaListParams;
  stages: Output<"idea.stages">["data"];
  onChange: (filter: { [Name in keyof IdeaListParams]?: IdeaListParams[Name] | null }) => void;
};

const states = [
  { value: "open", label: "Open" },
  { value: "set_aside", label: "Set aside" },
  { value: "all", label: "Open and set aside" },
] as const;

/** Which ideas are shown, and whether stage by stage. */
export function IdeaChips({ filter, stages, onChange }: IdeaChipsProps) {
  return (
    <>
      <ChoiceChip label="Show" options={states} value={filter.state} onValueChange={(state) => onChange({ state })} />
      <ChoiceChip
        label="Stage"
        options={[{ value: null, label: "Any stage" }, ...stages.map(({ id, name }) => ({ value: id, label: name }))]}
        value={filter.stageId}
        onValueChange={(stageId) => onChange({ stageId })}
        unlisted="Stage"
      />
      <OwnerFilter value={filter.ownerId} onChange={(ownerId) => onChange({ ownerId })} />
      <ProductFilter value={filter.product} onChange={(product) => onChange({ product })} />
      <ChipButton
        active={filter.groupBy !== null}
        aria-pressed={filter.groupBy !== null}
        onClick={() => onChange({ groupBy: filter.groupBy === null ? "stage" : null })}
      >
        By stage
      </ChipButton>
    </>
  );
}

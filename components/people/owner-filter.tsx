"use client";

import { ChoiceChip } from "#components/ui/choice-chip.tsx";
import { usePeople } from "./use-people.ts";

export type OwnerFilterProps = {
  /** The id of a member; null is any. */ value: string | null;
  onChange: (id: string | null) => void;
};

/** Shows what one member answers for. */
export function OwnerFilter({ value, onChange }: OwnerFilterProps) {
  const { people, nameOf } = usePeople();
  return (
    <ChoiceChip
      label="Owner"
      options={[{ value: null, label: "Any owner" }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
      value={value}
      onValueChange={onChange}
      unlisted={nameOf(value) ?? "Owner"}
    />
  );
}

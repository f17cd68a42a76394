"use client";

import { ChipButton } from "./chip-button.tsx";
import { Menu } from "./menu.tsx";

export type ChoiceChipProps<V extends string | number | null> = {
  /** What is chosen, as the menu says it above the options. */
  label: string;
  /** The first is what a page begins with: any other marks the chip. */
  options: readonly { value: V; label: string }[];
  value: V;
  onValueChange: (value: V) => void;
  /** What it says of a value that is none of the options. */
  unlisted?: string;
};

/** A filter or an order with one choice of a few: the chip says which, its menu has them all. */
export function ChoiceChip<V extends string | number | null>({
  label,
  options,
  value,
  onValueChange,
  unlisted,
}: ChoiceChipProps<V>) {
  const at = options.findIndex((option) => option.value === value);
  return (
    <Menu
      trigger={
        <ChipButton menu active={at !== 0}>
          {options[at]?.label ?? unlisted}
        </ChipButton>
      }
      entries={[
        {
          kind: "choice",
          label,
          value: String(at),
          options: options.map((option, n) => ({ value: String(n), label: option.label })),
          onChange: (chosen) => {
            const option = options[Number(chosen)];
            if (option) onValueChange(option.value);
          },
        },
      ]}
    />
  );
}

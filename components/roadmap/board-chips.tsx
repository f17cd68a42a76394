"use client";

import { useQueryStates } from "nuqs";
import { ProductFilter } from "#components/products/product-filter.tsx";
import { PageFilter } from "#components/shell/page-filter.tsx";
import { useSetWords } from "#components/shell/use-set-words.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { ChipButton } from "#components/ui/chip-button.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { boardParams, type ListedCards } from "./board-filter.ts";

export type BoardChipsProps = { setAsideCount: number };

/** What the roadmap shows: one product, and in place of the board the cards that are not on it. */
export function BoardChips({ setAsideCount }: BoardChipsProps) {
  const { horizonNames } = useWorkspace();
  const [{ product, list, q }, setParams] = useQueryStates(boardParams, { history: "push" });
  const setQuery = useSetWords();
  const chip = (of: ListedCards, label: string) => (
    <ChipButton
      active={list === of}
      aria-pressed={list === of}
      onClick={() => void setParams({ list: list === of ? null : of })}
    >
      {label}
    </ChipButton>
  );
  return (
    <>
      {list === null && (
        <PageFilter
          label="Filter the roadmap"
          hint="Words of cards, their problems and owners"
          value={q}
          onChange={setQuery}
        />
      )}
      <ProductFilter value={product} onChange={(next) => void setParams({ product: next })} />
      {list !== null && list !== "set_aside"
        ? chip(list, `All in ${horizonNames[list]}`)
        : (setAsideCount > 0 || list !== null) && chip("set_aside", `${formatNumber(setAsideCount)} set aside`)}
    </>
  );
}

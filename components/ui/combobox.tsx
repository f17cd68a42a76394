"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, X } from "lucide-react";
import { useState } from "react";
import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";
import { useFieldControl } from "./field-context.ts";
import { type SearchFunction, type SearchItem, useSearch } from "./use-search.ts";

export type ComboboxProps<T extends SearchItem> = {
  value: T | null;
  onValueChange: (value: T | null) => void;
  /** Called with "" on opening: answer with what is likely. */
  search: SearchFunction<T>;
  placeholder?: string;
  emptyText?: string;
  /** Needed where no Field gives a label. */
  "aria-label"?: string;
  disabled?: boolean;
};

const affix =
  "flex size-6 items-center justify-center rounded-s text-ink-3 hover:text-ink pointer-coarse:size-9 focus-visible:outline-offset-0";

export function Combobox<T extends SearchItem>({
  value,
  onValueChange,
  search,
  placeholder = "Search…",
  emptyText = "Nothing found",
  disabled = false,
  ...aria
}: ComboboxProps<T>) {
  const { required, ...control } = useFieldControl({});
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { items, status } = useSearch(typed, search, open);
  const shown = value && !items.some((item) => item.id === value.id) ? [...items, value] : [...items];

  return (
    <Base.Root<T>
      items={shown}
      value={value}
      filter={null}
      autoHighlight
      open={open}
      onOpenChange={setOpen}
      disabled={disabled}
      {...(required ? { required } : {})}
      itemToStringLabel={(item) => item.label}
      isItemEqualToValue={(a, b) => a.id === b.id}
      onValueChange={(next) => {
        onValueChange(next);
        setTyped("");
      }}
      onInputValueChange={(text, { reason }) => {
        if (reason === "input-change" || reason === "input-clear") setTyped(text);
      }}
    >
      <Base.InputGroup className="relative">
        <Base.Input
          {...aria}
          {...control}
          placeholder={placeholder}
          spellCheck={false}
          className={cx(controlClass, "h-8 pr-14 pl-2.5 text-ellipsis pointer-coarse:h-11 pointer-coarse:pr-20")}
        />
        <span className="absolute inset-y-0 right-1 flex items-center">
          <Base.Clear aria-label="Clear" className={affix}>
            <X aria-hidden className="size-3.5" />
          </Base.Clear>
          <Base.Trigger aria-label="Show the list" className={affix}>
            <ChevronsUpDown aria-hidden className="size-3.5" />
          </Base.Trigger>
        </span>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup
            aria-busy={status === "searching" || undefined}
            className="floating w-(--anchor-width) max-w-(--available-width)"
          >
            <Base.Status className="px-2.5 text-s text-ink-3 not-empty:py-2">
              {status === "failed"
                ? "The search failed. Change a letter to try again."
                : status === "searching" && items.length === 0
                  ? "Searching…"
                  : status === "done" && shown.length === 0
                    ? emptyText
                    : null}
            </Base.Status>
            <Base.List className="scroll-quiet max-h-[min(18rem,var(--available-height))] overflow-y-auto p-1 empty:p-0">
              {(item: T) => (
                <Base.Item
                  key={item.id}
                  value={item}
                  className="flex items-baseline gap-2 rounded-s px-1.5 py-1 outline-none select-none data-highlighted:bg-hover pointer-coarse:py-2.5"
                >
                  <span className="size-4 shrink-0 self-center">
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-4 text-accent" />
                    </Base.ItemIndicator>
                  </span>
                  <span className="min-w-0 flex-1 truncate">{item.label}</span>
                  {item.hint && <span className="shrink-0 text-s text-ink-3">{item.hint}</span>}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

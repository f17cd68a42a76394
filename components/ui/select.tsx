"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";
import { useFieldControl } from "./field-context.ts";
import { useLayerHome } from "./use-layer-home.ts";

export type SelectOption<V extends string> = { value: V; label: string; hint?: string; disabled?: boolean };

export type SelectProps<V extends string> = {
  options: readonly SelectOption<V>[];
  value: V | null;
  onValueChange: (value: V) => void;
  placeholder?: string;
  /** Needed where no Field gives a label. */
  "aria-label"?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
};

export function Select<V extends string>({
  options,
  value,
  onValueChange,
  placeholder = "Choose…",
  name,
  disabled,
  className,
  ...aria
}: SelectProps<V>) {
  const [home, anchor] = useLayerHome();
  const { id, required, ...described } = useFieldControl({});
  return (
    <div className="relative min-w-0">
      <Base.Root
        items={options}
        value={value}
        onValueChange={(next) => next !== null && onValueChange(next)}
        {...(name ? { name } : {})}
        {...(disabled ? { disabled } : {})}
        {...(required ? { required } : {})}
        {...(id ? { id } : {})}
      >
        <Base.Trigger
          ref={anchor}
          {...aria}
          {...described}
          className={cx(
            controlClass,
            "flex h-8 select-none items-center justify-between gap-2 px-2.5 pointer-coarse:h-11",
            className,
          )}
        >
          <Base.Value dir="auto" placeholder={placeholder} className="truncate data-placeholder:text-ink-3" />
          <Base.Icon>
            <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal container={home}>
          <Base.Positioner className="z-50" sideOffset={4} positionMethod="fixed" alignItemWithTrigger={false}>
            <Base.Popup className="floating min-w-(--anchor-width) max-w-(--available-width)">
              <Base.List className="scroll-quiet max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1">
                {options.map((option) => (
                  <Base.Item
                    key={option.value}
                    value={option.value}
                    {...(option.disabled ? { disabled: true } : {})}
                    className="flex items-start gap-2 rounded-s py-1 pr-1.5 pl-2 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover pointer-coarse:py-2.5"
                  >
                    <span className="min-w-0">
                      <Base.ItemText dir="auto">{option.label}</Base.ItemText>
                      {option.hint && <span className="block text-s text-ink-3">{option.hint}</span>}
                    </span>
                    <span className="mt-0.5 ml-auto size-4 shrink-0">
                      <Base.ItemIndicator>
                        <Check aria-hidden className="size-4 text-accent" />
                      </Base.ItemIndicator>
                    </span>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}

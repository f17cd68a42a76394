"use client";

import { Check, ChevronsUpDown, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";
import { useFieldControl } from "./field-context.ts";
import { useAnchored } from "./use-anchored.ts";
import { type SearchFunction, type SearchItem, useSearch } from "./use-search.ts";

export type ComboboxProps<T extends SearchItem> = {
  value: T | null;
  onValueChange: (value: T | null) => void;
  /** Called with "" on opening: answer with what is likely. Keep it stable, or let it read what it needs. */
  search: SearchFunction<T>;
  placeholder?: string;
  emptyText?: string;
  /** Offers a last line that makes something new of what was typed. */
  create?: { label: (query: string) => string; itemOf: (query: string) => T };
  autoFocus?: boolean;
  /** Needed where no Field gives a label. */
  "aria-label"?: string;
  disabled?: boolean;
};

const affix = "flex size-6 items-center justify-center rounded-s text-ink-3 hover:text-ink pointer-coarse:size-9";

/** A field that searches while one types, and holds one of the answers or nothing. */
export function Combobox<T extends SearchItem>({
  value,
  onValueChange,
  search,
  placeholder = "Search…",
  emptyText = "Nothing found",
  create,
  autoFocus,
  disabled,
  "aria-label": label,
}: ComboboxProps<T>) {
  const list = useId();
  const control = useFieldControl({});
  const field = useRef<HTMLInputElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [cursor, setCursor] = useState(0);
  const open = typed !== null;
  /** Enter was pressed before the answer to what was typed had come. */
  const [hasty, setHasty] = useState(false);
  const found = useSearch(typed ?? "", search, open);
  const { status } = found;
  const asked = typed?.trim() ?? "";
  const isKnown = found.items.some(({ label }) => label.toLowerCase() === asked.toLowerCase());
  const made = create && asked !== "" && status !== "searching" && !isKnown ? create.itemOf(asked) : null;
  const items = made ? [...found.items, made] : found.items;
  const at = Math.min(cursor, items.length - 1);
  useAnchored(open, field, layer);

  const close = () => {
    setTyped(null);
    setHasty(false);
  };
  const show = () => {
    if (open || disabled) return;
    setTyped("");
    setCursor(0);
    field.current?.select();
  };
  const pick = (item: T | undefined) => {
    if (item) onValueChange(item);
    close();
  };
  const answered = useEffectEvent(() => pick(items[at]));
  useEffect(() => {
    if (!hasty || status === "searching") return;
    setHasty(false);
    answered();
  }, [hasty, status]);
  const move = (to: number) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setCursor(next);
    layer.current?.querySelectorAll("[role=option]")[next]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (!open && (event.key === "ArrowDown" || event.key === "ArrowUp")) show();
    else if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else if (open && event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      // What stands there still may be the answer to fewer letters.
      if (status === "searching") setHasty(true);
      else pick(items[at]);
    } else if (open && event.key === "Escape") {
      // The dialog around it stays open.
      event.stopPropagation();
      close();
    } else return;
    event.preventDefault();
  };

  return (
    <div className="relative min-w-0">
      <input
        ref={field}
        {...control}
        role="combobox"
        dir="auto"
        aria-label={label}
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && items[at] ? `${list}-${at}` : undefined}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: only where somebody came to type here
        autoFocus={autoFocus}
        spellCheck={false}
        disabled={disabled}
        placeholder={placeholder}
        value={typed || (open ? "" : (value?.label ?? ""))}
        onClick={show}
        onBlur={close}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.target.value);
          setCursor(0);
          setHasty(false);
        }}
        className={cx(controlClass, "h-8 pr-14 pl-2.5 text-ellipsis pointer-coarse:h-11 pointer-coarse:pr-20")}
      />
      <span className="absolute inset-y-0 right-1 flex items-center">
        {value && !disabled && (
          <button type="button" aria-label="Clear" className={affix} onClick={() => onValueChange(null)}>
            <X aria-hidden className="size-3.5" />
          </button>
        )}
        <ChevronsUpDown aria-hidden className="pointer-events-none mx-1.5 size-3.5 text-ink-3" />
      </span>
      {/* A press in the list must not take the focus from the field. */}
      <div
        ref={layer}
        popover="manual"
        onPointerDown={(event) => event.preventDefault()}
        className="floating scroll-quiet fixed m-0 overflow-y-auto border-0 p-1 text-ink"
      >
        <div id={list} role="listbox" aria-label={label ?? "Answers"} aria-busy={open && status === "searching"}>
          {items.map((item, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and handles the keys
            <div
              key={item.id}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={item.id === value?.id}
              onPointerMove={() => index !== at && setCursor(index)}
              onClick={() => pick(item)}
              className={cx(
                "flex items-baseline gap-2 rounded-s py-1 pr-1.5 pl-2 pointer-coarse:py-2.5",
                index === at && "bg-hover",
              )}
            >
              <span dir="auto" className={cx("min-w-0 flex-1 truncate", item === made && "text-accent")}>
                {item === made ? create?.label(asked) : item.label}
              </span>
              {item.hint && <bdi className="shrink-0 text-s text-ink-3">{item.hint}</bdi>}
              <Check
                aria-hidden
                className={cx("size-4 shrink-0 self-center text-accent", item.id !== value?.id && "invisible")}
              />
            </div>
          ))}
        </div>
        <p role="status" className="px-2 text-s text-ink-3 not-empty:py-1.5">
          {status === "failed"
            ? "The search failed. Change a letter to try again."
            : items.length > 0
              ? ""
              : status === "searching"
                ? "Searching…"
                : emptyText}
        </p>
      </div>
    </div>
  );
}

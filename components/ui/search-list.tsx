"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from "react";
import { cx } from "./cx.ts";
import { type SearchFunction, type SearchItem, useSearch } from "./use-search.ts";

export type SearchListProps<T extends SearchItem> = {
  /** Names the field and the list, e.g. "Link to an idea". */
  label: string;
  search: SearchFunction<T>;
  /** What is known without asking anybody, before what the search finds. */
  known?: (query: string) => readonly T[];
  onPick: (item: T) => void;
  placeholder?: string;
  emptyText?: string;
  /** What the search has to say of what was typed, besides what it found. */
  notes?: readonly string[];
  /** Offers a last line that makes something new of what was typed. */
  create?: { label: (query: string) => string; onCreate: (query: string) => void };
  renderItem?: (item: T) => ReactNode;
  initialQuery?: string;
};

type Line<T> = { kind: "item"; id: string; item: T } | { kind: "create"; id: string; label: string };
type Group<T> = { name: string; lines: { line: Line<T>; index: number }[] };

/** Lines that follow each other under one heading. */
function groupsOf<T extends SearchItem>(lines: readonly Line<T>[]): Group<T>[] {
  const groups: Group<T>[] = [];
  for (const [index, line] of lines.entries()) {
    const name = (line.kind === "item" && line.item.group) || "";
    const last = groups.at(-1);
    if (last?.name === name) last.lines.push({ line, index });
    else groups.push({ name, lines: [{ line, index }] });
  }
  return groups;
}

/** A field with its answers right below it, for a dialog: type, arrows, Enter. */
export function SearchList<T extends SearchItem>({
  label,
  search,
  known,
  onPick,
  placeholder = "Search…",
  emptyText = "Nothing found",
  notes = [],
  create,
  renderItem,
  initialQuery = "",
}: SearchListProps<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState(initialQuery);
  const [cursor, setCursor] = useState(0);
  /** Enter was pressed before the answer to what was typed had come. */
  const [hasty, setHasty] = useState(false);
  const { items, status } = useSearch(query, search, true);
  const first = useMemo(() => known?.(query.trim()) ?? [], [known, query]);

  const lines: Line<T>[] = [...first, ...items].map((item) => ({ kind: "item", id: item.id, item }));
  if (create && query.trim()) lines.push({ kind: "create", id: "create", label: create.label(query.trim()) });
  const at = Math.min(cursor, lines.length - 1);
  const found = lines.length > 0 && `${lines.filter(({ kind }) => kind === "item").length} found`;

  const choose = (line: Line<T> | undefined) => {
    if (line?.kind === "item") onPick(line.item);
    else if (line) create?.onCreate(query.trim());
  };
  const answered = useEffectEvent(() => choose(lines[at]));
  useEffect(() => {
    if (!hasty || status === "searching") return;
    setHasty(false);
    answered();
  }, [hasty, status]);
  const move = (to: number) => {
    const next = (to + lines.length) % Math.max(lines.length, 1);
    setCursor(next);
    list.current?.querySelectorAll("[role=option]")[next]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else if (event.key === "Enter" && !event.metaKey && !event.ctrlKey) {
      // What stands there still may be the answer to fewer letters.
      if (status === "searching" && at >= first.length) setHasty(true);
      else choose(lines[at]);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="-mx-4 -mb-4">
      <div className="flex items-center gap-2 border-b border-line px-4 pb-2">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
          autoFocus
          role="combobox"
          dir="auto"
          aria-label={label}
          aria-expanded={lines.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={lines[at] ? `${id}-${lines[at].id}` : undefined}
          value={query}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setCursor(0);
            setHasty(false);
          }}
          onKeyDown={onKeyDown}
          className="h-8 w-full bg-transparent outline-none"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-busy={status === "searching"}
        className="scroll-quiet h-72 overflow-y-auto p-1.5"
      >
        {groupsOf(lines).map((group) => {
          const options = group.lines.map(({ line, index }) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and handles the keys
            <div
              key={line.id}
              id={`${id}-${line.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onPointerMove={() => index !== at && setCursor(index)}
              onClick={() => choose(line)}
              className={cx(
                "rounded-m px-2.5 py-1.5 pointer-coarse:py-2.5",
                index === at && "bg-hover",
                line.kind === "create" && "text-accent",
              )}
            >
              {line.kind === "create" ? (
                line.label
              ) : renderItem ? (
                renderItem(line.item)
              ) : (
                <span className="flex items-baseline gap-3">
                  <span className="min-w-0 flex-1 truncate" dir="auto">
                    {line.item.label}
                  </span>
                  {line.item.hint && <bdi className="shrink-0 text-s text-ink-3">{line.item.hint}</bdi>}
                </span>
              )}
            </div>
          ));
          if (group.name === "") return options;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list
            <div key={group.name} role="group" aria-label={group.name} className="not-first:mt-1.5">
              <div aria-hidden className="px-2.5 py-1 text-s text-ink-3">
                {group.name}
              </div>
              {options}
            </div>
          );
        })}
      </div>
      <p role="status" className="min-h-8 border-t border-line px-4 py-2 text-s text-ink-3 wrap-anywhere">
        {status === "failed"
          ? "The search failed. Change a letter to try again."
          : notes.length > 0
            ? [...notes, found].filter(Boolean).join(". ")
            : found || (status === "searching" ? "Searching…" : emptyText)}
      </p>
    </div>
  );
}

"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useLayoutEffect, useRef } from "react";
import { cx } from "./cx.ts";

export type VirtualListProps<T> = {
  /** Names the list. */
  label: string;
  items: readonly T[];
  itemKey: (item: T) => string;
  /** The inside of one row; it must hold no control of its own. */
  renderItem: (item: T, active: boolean) => ReactNode;
  activeKey: string | null;
  /** `by` tells keys, which only move, from a press, which on a narrow screen opens. */
  onActiveChange: (item: T, by: "key" | "press") => void;
  /** Enter, or a press on the row that is active already. */
  onOpen?: (item: T) => void;
  /** Height of a row before it was measured, in pixels. */
  estimate?: number;
  /** Called near the end; ask for the next page. */
  onEndReached?: () => void;
  /** Each time this rises, the list is shown from its top. */
  beginnings?: number;
  /** How many there are in all, if that is known; -1 says unknown to a screen reader. */
  total?: number;
  className?: string;
};

/** A list box of any length with one tab stop: arrows, Page Up and Down, Home, End, Enter. */
export function VirtualList<T>({
  label,
  items,
  itemKey,
  renderItem,
  activeKey,
  onActiveChange,
  onOpen,
  estimate = 80,
  onEndReached,
  beginnings = 0,
  total,
  className,
}: VirtualListProps<T>) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const active = activeKey === null ? -1 : items.findIndex((item) => itemKey(item) === activeKey);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => estimate,
    getItemKey: (index) => itemKey(items[index] as T),
    overscan: 6,
    initialRect: { width: 0, height: 900 },
    // Flushed at once, a key held down is more than React's fifty updates in a row (its error 185).
    useFlushSync: false,
    // The active row stays in the document when it is scrolled away: aria-activedescendant points to it.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return active < 0 || seen.includes(active) ? seen : [...seen, active].sort((a, b) => a - b);
    },
  });
  const rows = virtual.getVirtualItems();

  const last = rows.at(-1)?.index ?? -1;
  const reached = useEffectEvent(() => onEndReached?.());
  useEffect(() => {
    if (items.length > 0 && last >= items.length - 8) reached();
  }, [last, items.length]);

  const show = useEffectEvent((index: number) => virtual.scrollToIndex(index, { align: "auto" }));
  useEffect(() => {
    if (active >= 0) show(active);
  }, [active]);

  // Rows that come or go above what is in view do not move it.
  const inView = useRef<{ key: string; into: number }[]>([]);
  const hold = useEffectEvent(() => {
    if (!box.current || box.current.scrollTop === 0) return;
    const places = new Map(items.map((item, index) => [itemKey(item), index]));
    const held = inView.current.find(({ key }) => places.has(key));
    const at = held && virtual.measurementsCache[places.get(held.key) ?? -1];
    if (at && Math.abs(at.start + held.into - box.current.scrollTop) > 1) box.current.scrollTop = at.start + held.into;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: held whenever the rows are others
  useLayoutEffect(() => hold(), [items]);
  useLayoutEffect(() => {
    const top = virtual.scrollOffset ?? 0;
    const seen = rows.filter(({ end, index }) => end > top && index !== active);
    inView.current = seen.map(({ key, start }) => ({ key: String(key), into: top - start }));
  });
  useLayoutEffect(() => {
    if (beginnings > 0 && box.current) box.current.scrollTop = 0;
  }, [beginnings]);

  const go = (index: number) => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))];
    if (item) onActiveChange(item, "key");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? estimate) / estimate) - 1);
    const current = items[active];
    if (event.key === "ArrowDown") go(active + 1);
    else if (event.key === "ArrowUp") go(active - 1);
    else if (event.key === "PageDown") go(active + page);
    else if (event.key === "PageUp") go(active - page);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(items.length - 1);
    else if (event.key === "Enter" && current && onOpen) onOpen(current);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      role="listbox"
      aria-label={label}
      aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={cx(
        "group/list scroll-quiet overflow-y-auto contain-strict focus-visible:-outline-offset-2",
        active >= 0 && "focus-visible:outline-none",
        className,
      )}
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index] as T;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box holds the focus and handles the keys
            <div
              key={row.key}
              id={`${id}-${row.index}`}
              ref={virtual.measureElement}
              data-index={row.index}
              role="option"
              tabIndex={-1}
              aria-selected={row.index === active}
              aria-posinset={row.index + 1}
              aria-setsize={total ?? items.length}
              onClick={() => {
                // The row may go at any time; the list stays.
                box.current?.focus({ preventScroll: true });
                if (row.index === active && onOpen) onOpen(item);
                else onActiveChange(item, "press");
              }}
              className="absolute inset-x-0 top-0 group-focus-visible/list:aria-selected:outline-2 group-focus-visible/list:aria-selected:-outline-offset-2 group-focus-visible/list:aria-selected:outline-accent group-focus-visible/list:aria-selected:outline-solid"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {renderItem(item, row.index === active)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
